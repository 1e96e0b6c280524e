import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Autocommit, type Locked } from "@/lib/access/authorize";
import type { Waiting } from "@/lib/access/job";
import type { Reader } from "@/lib/database/db";
import { voidByPassword } from "@/lib/domain/mail-links/schema";
import { voidLinks } from "@/lib/domain/mail-links/store";
import { recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { type SignIn } from "@/lib/isomorphic/sign-in-id";
import { newId } from "@/lib/security/tokens";

/** Includes the IDs of the account, because emails and pages name them. */
const resettable = { include: { account: { select: { digitalId: true, handle: true } } } } as const;

/** How many logins of an account one link covers at most, the oldest first. Users with more logins request it by ID. */
const mostLogins = 20;

/** Stores a request for a link. */
export async function savePendingReset(
  { writer, now }: Autocommit<"password.forget">,
  pending: { typed: string; language: string; ip: string },
): Promise<void> {
  await writer.resetRequest.create({ data: { ...pending, id: newId(), createdAt: now }, select: { id: true } });
}

/** Lists at most `most` requests, oldest first. `progress`: the last account answered. */
export async function listPendingResets({ db }: Authorized<"password.send-link">, most: number): Promise<Waiting[]> {
  const pending = await db.resetRequest.findMany({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true, answered: true },
  });
  return pending.map(({ id, answered }) => ({ id, progress: String(answered) }));
}

/** Finds a request. Null if it was answered in between. */
export const findPendingReset = ({ db }: Authorized<"password.send-link">, id: string) =>
  db.resetRequest.findUnique({ where: { id } });

export type PendingReset = NonNullable<Awaited<ReturnType<typeof findPendingReset>>>;

/** Deletes an answered request. */
export async function deletePendingReset(
  { writer }: Autocommit<"password.send-link">,
  { id }: PendingReset,
): Promise<void> {
  await writer.resetRequest.deleteMany({ where: { id } });
}

/** Notes an account as answered, in the transaction of its answer. False if another process was faster. */
export const recordAnswer = async (
  auth: AnyWriter<"password.send-link">,
  { id, answered }: PendingReset,
  accountId: number,
): Promise<boolean> =>
  (await writerOf(auth).resetRequest.updateMany({ where: { id, answered }, data: { answered: accountId } })).count ===
  1;

/**
 * Finds the person with this ID. For an email address, finds the logins with it in the next account after `after`. Only those who can
 * log in. Goes account by account, so that many logins of one account cannot displace those of another.
 */
export async function findPeopleNamed({ db }: Authorized<"password.send-link">, typed: SignIn, after: number) {
  if (typed.kind === "unknown") return [];
  const admitted = { accountId: { gt: after }, disabledAt: null, removedAt: null };
  if (typed.kind === "email") {
    const where = { emailKey: typed.key, ...admitted };
    const next = await db.person.findFirst({ where, orderBy: { accountId: "asc" }, select: { accountId: true } });
    if (!next) return [];
    return db.person.findMany({
      where: { ...where, ...next },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: mostLogins,
      ...resettable,
    });
  }
  const account = { [typed.kind]: typed.account };
  const who = typed.login === undefined ? { kind: "holder" } : { loginKey: typed.login };
  const person = await db.person.findFirst({ where: { account, ...who, ...admitted }, ...resettable });
  return person ? [person] : [];
}

export type Resettable = Awaited<ReturnType<typeof findPeopleNamed>>[number];

/** The language of the account holder. For recipients who chose none, if the email must not depend on who requested it. */
export const holderLanguage = async ({ db }: Authorized<"password.send-link">, accountId: number): Promise<string> =>
  (await db.person.findFirstOrThrow({ where: { accountId, kind: "holder" }, select: { language: true } })).language;

/** The logins of a link for several logins with the same email address. Each must still have the address when the link is used. */
export type SharedLink = { ids: string[]; emailKey: string };

/**
 * Finds the people whose password a link can still set. Excludes disabled and removed people, and those who have changed their
 * password since. Also excludes those who no longer have the email address that the link went to.
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

/** Finds those of these people who can log in, in the given order. */
async function findAdmitted(
  db: Reader,
  ids: readonly string[],
  where: { accountId?: number; emailKey?: string; passwordChangedAt?: { lte: Date } },
) {
  const found = await db.person.findMany({
    where: { id: { in: [...ids] }, disabledAt: null, removedAt: null, ...where },
    ...resettable,
  });
  return ids.flatMap((id) => found.find((person) => person.id === id) ?? []);
}

/** Sets a password by an emailed link. The person chose it, so no change is due, and an invitation is accepted. */
export async function resetPassword(auth: Locked<"password.reset">, before: Resettable, passwordHash: string) {
  const { db, now, accountId } = auth;
  const { account: _account, ...person } = before;
  const fields = {
    passwordHash,
    passwordChangedAt: now,
    changeDue: false,
    invited: false,
    provedKey: emailKey(before.email),
    undelivered: null,
  };
  const after = await db.person.update({
    where: { id: before.id, accountId },
    data: { ...fields, status: statusFrom({ ...person, ...fields }) },
  });
  await recount(auth, person, after);
  await voidLinks(auth, before.id, voidByPassword);
  return after;
}
