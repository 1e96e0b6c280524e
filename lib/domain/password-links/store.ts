import "server-only";
import { writerOf, type Authorized, type Keeping, type Lasting, type Locked } from "@/lib/access/authorize";
import type { Waiting } from "@/lib/access/job";
import type { Reader } from "@/lib/database/db";
import { voidByPassword } from "@/lib/domain/mail-links/schema";
import { voidLinks } from "@/lib/domain/mail-links/store";
import { recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { type SignIn } from "@/lib/isomorphic/sign-in-id";
import { newId } from "@/lib/security/tokens";

/** The IDs of somebody's account go with them, since mails and pages name them. */
const resettable = { include: { account: { select: { digitalId: true, handle: true } } } } as const;

/** Logins of one account that one link is for, at most, the oldest: somebody with more of them asks by ID. */
const mostLogins = 20;

/** Keeps a request for a link. */
export async function keepResetRequest({ writer, now }: Lasting<"password.forget">, asked: { typed: string; language: string; address: string }): Promise<void> {
  await writer.resetRequest.create({ data: { ...asked, id: newId(), createdAt: now }, select: { id: true } });
}

/** The requests that wait longest, at most so many, and up to which account each is answered. */
export async function listResetRequests({ db }: Authorized<"password.send-link">, most: number): Promise<Waiting[]> {
  const asked = await db.resetRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true, answered: true } });
  return asked.map(({ id, answered }) => ({ id, place: String(answered) }));
}

/** A request, unless it was answered in the meantime. */
export const findResetRequest = ({ db }: Authorized<"password.send-link">, id: string) => db.resetRequest.findUnique({ where: { id } });

export type ResetRequest = NonNullable<Awaited<ReturnType<typeof findResetRequest>>>;

/** Takes a request that is answered. */
export async function takeResetRequest({ writer }: Lasting<"password.send-link">, { id }: ResetRequest): Promise<void> {
  await writer.resetRequest.deleteMany({ where: { id } });
}

/** Notes that an account was answered, in the transaction of its answer. False where another process was faster. */
export const noteAnswered = async (auth: Keeping<"password.send-link">, { id, answered }: ResetRequest, accountId: number): Promise<boolean> =>
  (await writerOf(auth).resetRequest.updateMany({ where: { id, answered }, data: { answered: accountId } })).count === 1;

/**
 * Whoever has this ID, or the logins with this address in the next account after this one, as far as they may come in.
 * Account by account, so that however many logins one adds, they push nobody's of another out.
 */
export async function findPeopleNamed({ db }: Authorized<"password.send-link">, typed: SignIn, after: number) {
  if (typed.kind === "unknown") return [];
  const admitted = { accountId: { gt: after }, disabledAt: null, removedAt: null };
  if (typed.kind === "email") {
    const where = { emailKey: typed.key, ...admitted };
    const next = await db.person.findFirst({ where, orderBy: { accountId: "asc" }, select: { accountId: true } });
    if (!next) return [];
    return db.person.findMany({ where: { ...where, ...next }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: mostLogins, ...resettable });
  }
  const account = { [typed.kind]: typed.account };
  const who = typed.login === undefined ? { kind: "holder" } : { loginKey: typed.login };
  const person = await db.person.findFirst({ where: { account, ...who, ...admitted }, ...resettable });
  return person ? [person] : [];
}

export type Resettable = Awaited<ReturnType<typeof findPeopleNamed>>[number];

/** The language of an account's holder: that of somebody who chose none, where nothing is to be told of who asked. */
export const holderLanguage = async ({ db }: Authorized<"password.send-link">, accountId: number): Promise<string> =>
  (await db.person.findFirstOrThrow({ where: { accountId, kind: "holder" }, select: { language: true } })).language;

/** For whom a link is that several logins of one account and address share: each still has the address when it is used. */
export type SharedLink = { ids: string[]; emailKey: string };

/**
 * Whose password a link can still set: nobody who was disabled or removed since, nobody who has chosen another
 * password since, and nobody whom mail to the address that it went to no longer reaches.
 */
export async function findResettable(
  { db }: Authorized<"password.view-link" | "password.reset">,
  link: { accountId: number | null; personId: string | null; data: string; createdAt: Date },
): Promise<Resettable[]> {
  const { accountId, personId } = link;
  if (accountId === null || personId === null) return [];
  const unchanged = { accountId, passwordChangedAt: { lte: link.createdAt } };
  if (!link.data) return findAdmitted(db, [personId], unchanged);
  const shared = JSON.parse(link.data) as SharedLink;
  return findAdmitted(db, shared.ids, { ...unchanged, emailKey: emailKey(shared.emailKey) });
}

/** Those of these people who may come in, in this order. */
async function findAdmitted(db: Reader, ids: readonly string[], where: { accountId?: number; emailKey?: string; passwordChangedAt?: { lte: Date } }) {
  const found = await db.person.findMany({ where: { id: { in: [...ids] }, disabledAt: null, removedAt: null, ...where }, ...resettable });
  return ids.flatMap((id) => found.find((person) => person.id === id) ?? []);
}

/** Sets somebody's password by a link of a mail: it was theirs to choose, so no change is due, and whoever was invited has come. */
export async function resetPassword(auth: Locked<"password.reset">, before: Resettable, passwordHash: string) {
  const { db, now, accountId } = auth;
  const { account: _account, ...person } = before;
  const fields = { passwordHash, passwordChangedAt: now, changeDue: false, invited: false, provedKey: emailKey(before.email), undelivered: null };
  const after = await db.person.update({ where: { id: before.id, accountId }, data: { ...fields, status: statusFrom({ ...person, ...fields }) } });
  await recount(auth, person, after);
  await voidLinks(auth, before.id, voidByPassword);
  return after;
}
