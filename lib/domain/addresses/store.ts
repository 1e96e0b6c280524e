import "server-only";
import { writerOf, type Authorized, type Keeping, type Locked } from "@/lib/access/authorize";
import { recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { newId } from "@/lib/security/tokens";

/** The IDs of somebody's account go with them, since mails and pages name them. */
const named = { include: { account: { select: { digitalId: true } } } } as const;

/** Keeps a request for another address, in place of those that the actor made before. */
export async function keepAddressRequest({ db, now, actor }: Locked<"email.change">, asked: { typed: string; language: string; address: string }): Promise<void> {
  const { personId } = actor.principal;
  await db.addressRequest.deleteMany({ where: { personId } });
  await db.addressRequest.create({ data: { ...asked, id: newId(), personId, createdAt: now }, select: { id: true } });
}

/** The requests that wait longest, at most so many. */
export const listAddressRequests = ({ db }: Authorized<"email.send-link">, most: number) =>
  db.addressRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });

/** A request, unless it was answered in the meantime. */
export const findAddressRequest = ({ db }: Authorized<"email.send-link">, id: string) => db.addressRequest.findUnique({ where: { id } });

export type AddressRequest = NonNullable<Awaited<ReturnType<typeof findAddressRequest>>>;

/** Takes a request, in the transaction of its answer. False where another process was faster, or a newer one took its place. */
export const takeAddressRequest = async (auth: Keeping<"email.send-link">, id: string): Promise<boolean> =>
  (await writerOf(auth).addressRequest.deleteMany({ where: { id } })).count === 1;

/** Somebody whose address a link, or the operator, can change: not once they are shut out. */
export const findReachable = ({ db }: Authorized<"email.view-link" | Changing>, personId: string | null) =>
  db.person.findFirst({ where: { id: personId ?? "", disabledAt: null, removedAt: null }, ...named });

/** Whoever asked, while all is as it was then: a new password, or another address, and the request means nothing any more. */
export const findStillAsking = ({ db }: Authorized<"email.send-link">, { personId, createdAt }: { personId: string; createdAt: Date }, was: string) =>
  db.person.findFirst({ where: { id: personId, email: was, disabledAt: null, removedAt: null, passwordChangedAt: { lte: createdAt } }, ...named });

/** The holder who has this address, if one has it. */
export const findHolderAt = ({ db }: Authorized<"email.send-link" | "account.send-link">, email: string) =>
  db.person.findFirst({ where: { kind: "holder", emailKey: emailKey(email) }, ...named });

export type Addressed = NonNullable<Awaited<ReturnType<typeof findReachable>>>;

/** Gives somebody another address. Violates the unique one where it is another holder's by now. */
export const changeOwnAddress = (auth: Locked<"email.confirm" | "email.set">, before: Addressed, to: NewAddress) => changePerson(auth, before, to, {});

/** Puts an address back. The password is good for nothing from now on: the person is to set a new one, by a link. */
export const putAddressBack = (auth: Locked<"email.take-back">, before: Addressed, to: NewAddress) =>
  changePerson(auth, before, to, { passwordHash: null, passwordChangedAt: auth.now, changeDue: !before.invited });

type NewAddress = { email: string; proved: boolean; searchText: string };

type Changing = "email.confirm" | "email.take-back" | "email.set";

async function changePerson(
  auth: Locked<Changing>,
  { account, ...before }: Addressed,
  { email, proved, searchText }: NewAddress,
  password: { passwordHash?: null; passwordChangedAt?: Date; changeDue?: boolean },
): Promise<Addressed> {
  const { db, now, accountId } = auth;
  const after = await db.person.update({
    where: { id: before.id, accountId },
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
  await recount(auth, before, after);
  return { ...after, account };
}
