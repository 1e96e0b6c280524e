import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { newId } from "@/lib/security/tokens";

/** The IDs of somebody's account go with them, since mails and pages name them. */
const named = { include: { account: { select: { digitalId: true } } } } as const;

/** Keeps a request for another address, in place of those that the actor made before. */
export async function keepAddressRequest({ db, now, actor }: Authorized<"email.change">, asked: { typed: string; language: string; address: string }): Promise<void> {
  await db.addressRequest.deleteMany({ where: { personId: actor.personId } });
  await db.addressRequest.create({ data: { ...asked, id: newId(), personId: actor.personId, createdAt: now }, select: { id: true } });
}

/** The requests that wait longest, at most so many. */
export const listAddressRequests = ({ db }: Authorized<"email.send-link">, most: number) =>
  db.addressRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });

/** A request, unless it was answered in the meantime. */
export const findAddressRequest = ({ db }: Authorized<"email.send-link">, id: string) => db.addressRequest.findUnique({ where: { id } });

/** Takes a request, in the transaction of its answer. False where another process was faster, or a newer one took its place. */
export const takeAddressRequest = async (db: Db, id: string): Promise<boolean> => (await db.addressRequest.deleteMany({ where: { id } })).count === 1;

/** Somebody whose address a link can change: not once they are shut out. */
export const findReachable = (db: Db, personId: string | null) => db.person.findFirst({ where: { id: personId ?? "", disabledAt: null, removedAt: null }, ...named });

/** Whoever asked, while all is as it was then: a new password, or another address, and the request means nothing any more. */
export const findStillAsking = (db: Db, { personId, createdAt }: { personId: string; createdAt: Date }, was: string) =>
  db.person.findFirst({ where: { id: personId, email: was, disabledAt: null, removedAt: null, passwordChangedAt: { lte: createdAt } }, ...named });

/** The holder who has this address, if one has it. */
export const findHolderAt = (db: Db, email: string) => db.person.findFirst({ where: { kind: "holder", emailKey: emailKey(email) }, ...named });

export type Addressed = NonNullable<Awaited<ReturnType<typeof findReachable>>>;

/** Gives somebody another address. Violates the unique one where it is another holder's by now. */
export const changeOwnAddress = (auth: Authorized<"email.confirm" | "email.set">, before: Addressed, to: NewAddress) => changePerson(auth, before, to, {});

/** Puts an address back. The password is good for nothing from now on: the person is to set a new one, by a link. */
export const putAddressBack = (auth: Authorized<"email.take-back">, before: Addressed, to: NewAddress) =>
  changePerson(auth, before, to, { passwordHash: null, passwordChangedAt: auth.now, changeDue: !before.invited });

type NewAddress = { email: string; proved: boolean; searchText: string };

async function changePerson(
  { db, now }: Authorized<"email.confirm" | "email.take-back" | "email.set">,
  { account, ...before }: Addressed,
  { email, proved, searchText }: NewAddress,
  password: { passwordHash?: null; passwordChangedAt?: Date; changeDue?: boolean },
): Promise<Addressed> {
  const after = await db.person.update({
    where: { id: before.id },
    data: {
      ...password,
      email,
      emailKey: emailKey(email),
      undelivered: null,
      ...(proved && { provedKey: emailKey(email) }),
      searchText,
      status: statusFrom({ ...before, ...password }),
      // An administrator's form that was opened before is told, and overwrites nothing.
      version: { increment: 1 },
      editedAt: now,
      editedBy: before.login,
    },
  });
  await recount(db, before, after);
  return { ...after, account };
}
