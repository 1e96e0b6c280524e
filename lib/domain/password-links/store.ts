import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { voidByPassword } from "@/lib/domain/mail-links/schema";
import { voidLinks } from "@/lib/domain/mail-links/store";
import { recount, statusFrom } from "@/lib/domain/people/store";
import type { SignIn } from "@/lib/isomorphic/identifiers";
import { newId } from "@/lib/security/tokens";

/** The IDs of somebody's account go with them, since mails and pages name them. */
const resettable = { include: { account: { select: { digitalId: true, handle: true } } } } as const;

/** Logins that one link is for, at most: somebody with more of them asks by ID. */
const mostLogins = 20;

/** Keeps a request for a link. */
export async function keepResetRequest({ db, now }: Authorized<"password.forget">, asked: { typed: string; language: string; address: string }): Promise<void> {
  await db.resetRequest.create({ data: { ...asked, id: newId(), createdAt: now }, select: { id: true } });
}

/** The request that waits longest. */
export const nextResetRequest = ({ db }: Authorized<"password.send-link">) => db.resetRequest.findFirst({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

/** Takes a request, in the transaction of its answer. False where another process was faster. */
export const takeResetRequest = async (db: Db, id: string): Promise<boolean> => (await db.resetRequest.deleteMany({ where: { id } })).count === 1;

/** Whoever has this ID, or all logins with this address, as far as they may come in. */
export async function findPeopleNamed({ db }: Authorized<"password.send-link">, typed: SignIn) {
  const admitted = { disabledAt: null, removedAt: null };
  const orderBy = [{ createdAt: "asc" }, { id: "asc" }] as const;
  if (typed.kind === "unknown") return [];
  if (typed.kind === "email") return db.person.findMany({ where: { emailKey: typed.key, ...admitted }, orderBy: [...orderBy], take: mostLogins, ...resettable });
  const account = { [typed.kind]: typed.account };
  const who = typed.login === undefined ? { kind: "holder" } : { loginKey: typed.login };
  return db.person.findMany({ where: { account, ...who, ...admitted }, take: 1, ...resettable });
}

export type Resettable = Awaited<ReturnType<typeof findPeopleNamed>>[number];

/** For whom a link is that several logins of one address share: each still has the address when it is used. */
export type SharedLink = { ids: string[]; emailKey: string };

/** Those of them who are still to be found there, in the transaction of their mail. */
export const findStillNamed = (db: Db, people: readonly Resettable[]) =>
  findAdmitted(db, people.map(({ id }) => id), { emailKey: people[0]?.emailKey ?? "" });

/**
 * Whose password a link can still set: nobody who was disabled or removed since, nobody who has chosen another
 * password since, and nobody whom mail to the address that it went to no longer reaches.
 */
export async function findResettable(db: Db, link: { personId: string | null; data: string; createdAt: Date }): Promise<Resettable[]> {
  const unchanged = { passwordChangedAt: { lte: link.createdAt } };
  if (link.personId) return findAdmitted(db, [link.personId], unchanged);
  const { ids, emailKey } = JSON.parse(link.data) as SharedLink;
  return findAdmitted(db, ids, { ...unchanged, emailKey });
}

/** Those of these people who may come in, in this order. */
async function findAdmitted(db: Db, ids: readonly string[], where: { emailKey?: string; passwordChangedAt?: { lte: Date } }) {
  const found = await db.person.findMany({ where: { id: { in: [...ids] }, disabledAt: null, removedAt: null, ...where }, ...resettable });
  return ids.flatMap((id) => found.find((person) => person.id === id) ?? []);
}

/** Sets somebody's password by a link: it was theirs to choose, so no change is due, and whoever was invited has come. */
export async function resetPassword({ db, now }: Authorized<"password.reset">, before: Resettable, passwordHash: string) {
  const { account: _account, ...person } = before;
  const fields = { passwordHash, passwordChangedAt: now, changeDue: false, invited: false };
  const after = await db.person.update({ where: { id: before.id }, data: { ...fields, status: statusFrom({ ...person, ...fields }) } });
  await recount(db, person, after);
  await voidLinks(db, before.id, voidByPassword);
  return after;
}
