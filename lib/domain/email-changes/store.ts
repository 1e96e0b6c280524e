import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Locked } from "@/lib/access/authorize";
import { recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { newId } from "@/lib/security/tokens";

/** Includes the account's ID, because emails and pages name it. */
const named = { include: { account: { select: { digitalId: true } } } } as const;

/** Stores a request for a new email address, in place of the actor's older ones. */
export async function savePendingEmailChange(
  { db, now, actor }: Locked<"email.change">,
  pending: { typed: string; language: string; ip: string },
): Promise<void> {
  const { personId } = actor.principal;
  await db.emailChangeRequest.deleteMany({ where: { personId } });
  await db.emailChangeRequest.create({
    data: { ...pending, id: newId(), personId, createdAt: now },
    select: { id: true },
  });
}

/** Lists at most `most` requests, oldest first. */
export const listPendingEmailChanges = ({ db }: Authorized<"email.send-link">, most: number) =>
  db.emailChangeRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });

/** Finds a request. Null if it was answered in between. */
export const findPendingEmailChange = ({ db }: Authorized<"email.send-link">, id: string) =>
  db.emailChangeRequest.findUnique({ where: { id } });

export type PendingEmailChange = NonNullable<Awaited<ReturnType<typeof findPendingEmailChange>>>;

/** Deletes a request, in the transaction of its answer. False if another process was faster, or a newer request replaced it. */
export const claimPendingEmailChange = async (auth: AnyWriter<"email.send-link">, id: string): Promise<boolean> =>
  (await writerOf(auth).emailChangeRequest.deleteMany({ where: { id } })).count === 1;

/** Finds a person whose email address can be changed by a link or the operator: not a disabled or removed one. */
export const findReachable = ({ db }: Authorized<"email.view-link" | Changing>, personId: string | null) =>
  db.person.findFirst({ where: { id: personId ?? "", disabledAt: null, removedAt: null }, ...named });

/** Finds the requester. Null if they have changed their password or email address since, or cannot log in: then the request is void. */
export const findPendingPerson = (
  { db }: Authorized<"email.send-link">,
  { personId, createdAt }: { personId: string; createdAt: Date },
  was: string,
) =>
  db.person.findFirst({
    where: { id: personId, email: was, disabledAt: null, removedAt: null, passwordChangedAt: { lte: createdAt } },
    ...named,
  });

/** Finds the account holder with this email address. */
export const findHolderByEmail = ({ db }: Authorized<"email.send-link" | "account.send-link">, email: string) =>
  db.person.findFirst({ where: { kind: "holder", emailKey: emailKey(email) }, ...named });

export type ReachablePerson = NonNullable<Awaited<ReturnType<typeof findReachable>>>;

/** Changes a person's email address. Violates a unique constraint if another account holder has it. */
export const changeOwnEmail = (auth: Locked<"email.confirm" | "email.set">, before: ReachablePerson, to: NewEmail) =>
  changePerson(auth, before, to, {});

/** Restores an old email address and deletes the password: the person sets a new one by a link. */
export const restoreEmail = (auth: Locked<"email.take-back">, before: ReachablePerson, to: NewEmail) =>
  changePerson(auth, before, to, { passwordHash: null, passwordChangedAt: auth.now, changeDue: !before.invited });

type NewEmail = { email: string; proved: boolean; searchText: string };

type Changing = "email.confirm" | "email.take-back" | "email.set";

async function changePerson(
  auth: Locked<Changing>,
  { account, ...before }: ReachablePerson,
  { email, proved, searchText }: NewEmail,
  password: { passwordHash?: null; passwordChangedAt?: Date; changeDue?: boolean },
): Promise<ReachablePerson> {
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
      // An older form of an Administrator becomes a conflict, and overwrites nothing.
      version: { increment: 1 },
      editedAt: now,
      editedBy: before.login,
    },
  });
  await recount(auth, before, after);
  return { ...after, account };
}
