import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Locked } from "@/lib/access/authorize";
import { numbersPerAccount } from "@/lib/database/keyset";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import type { SignIn } from "@/lib/isomorphic/sign-in-id";
import type { Status } from "@/lib/policy";

/** Shared by all stores that write a person: the derived status, the counters and the numbers. */

/** The time that stands for never, so that no sorted column is null. */
export const never = new Date(0);

/** The status from its causes, the most final first. The causes stay stored, so enabling a user restores the previous status. */
export function statusFrom(causes: {
  removedAt: Date | null;
  disabledAt: Date | null;
  invited: boolean;
  changeDue: boolean;
}): Status {
  if (causes.removedAt) return "removed";
  if (causes.disabledAt) return "disabled";
  if (causes.invited) return "invited";
  return causes.changeDue ? "change-due" : "enabled";
}

/** Whether a user with this status can log in, even if only to set their own password. */
export const mayLogIn = (status: string) => status === "enabled" || status === "change-due";

export type Counted = { kind: string; privilege: string; status: string; lastLoginAt: Date; twoFactor: boolean };

/** Counts a user in, or several equal ones, after they got this privilege and status. Does not count the account holder. */
export async function countIn({ db, accountId }: Locked, user: Counted, howMany = 1): Promise<void> {
  const { kind, privilege, status } = user;
  if (kind !== "user") return;
  const absent = isNever(user.lastLoginAt) ? howMany : 0;
  const secured = user.twoFactor ? howMany : 0;
  await db.userCount.upsert({
    where: { accountId_privilege_status: { accountId, privilege, status } },
    create: { accountId, privilege, status, count: howMany, neverSignedIn: absent, twoFactor: secured },
    update: { count: { increment: howMany }, neverSignedIn: { increment: absent }, twoFactor: { increment: secured } },
    select: { count: true },
  });
}

/** Counts a user out who no longer has this privilege and status, or is deleted. */
export async function countOut({ db, accountId }: Locked, user: Counted): Promise<void> {
  const { kind, privilege, status } = user;
  if (kind !== "user") return;
  await db.userCount.update({
    where: { accountId_privilege_status: { accountId, privilege, status } },
    data: {
      count: { decrement: 1 },
      neverSignedIn: { decrement: isNever(user.lastLoginAt) ? 1 : 0 },
      twoFactor: { decrement: user.twoFactor ? 1 : 0 },
    },
    select: { count: true },
  });
}

/** Updates the counters after a change of privilege, status or two-factor, or a first login. */
export async function recount(auth: Locked, before: Counted, after: Counted): Promise<void> {
  const came = isNever(before.lastLoginAt) !== isNever(after.lastLoginAt);
  const same =
    before.privilege === after.privilege && before.status === after.status && before.twoFactor === after.twoFactor;
  if (same && !came) return;
  await countOut(auth, before);
  await countIn(auth, after);
}

/** Notes that a person used a link sent to their address: it is confirmed (lib/domain/mail/rate-limit.ts), and email arrives there. */
export async function markEmailConfirmed(
  { db, accountId }: Locked,
  { id, emailKey: provedKey }: { id: string; emailKey: string },
): Promise<void> {
  await db.person.update({ where: { id, accountId }, data: { provedKey, undelivered: null }, select: { id: true } });
}

type MailTo = { id: string; personId: string; recipient: string; kind: string };

/**
 * The person to whom the delivery of an email matters: its recipient, if they still have the email address. For invited users, only the
 * invitation counts.
 */
async function concernedBy({ db }: Authorized, { personId, recipient, kind }: MailTo) {
  const person = await db.person.findUnique({
    where: { id: personId },
    select: { email: true, invited: true, undelivered: true },
  });
  const isTheirs =
    person && emailKey(person.email) === emailKey(recipient) && (kind === "activation" || !person.invited);
  return isTheirs ? person : null;
}

/** Notes a failed email in the person's row, until a later one is delivered or their email address changes. The account is locked. */
export async function recordDeliveryFailure(auth: Locked, mail: MailTo): Promise<void> {
  const { db, accountId } = auth;
  if (await concernedBy(auth, mail))
    await db.person.update({
      where: { id: mail.personId, accountId },
      data: { undelivered: mail.id },
      select: { id: true },
    });
}

/** Notes a delivered email in the person's row. */
export async function recordDelivery(auth: AnyWriter, mail: MailTo): Promise<void> {
  const person = await concernedBy(auth, mail);
  if (person?.undelivered)
    await writerOf(auth).person.updateMany({
      where: { id: mail.personId, email: person.email },
      data: { undelivered: null },
    });
}

const isNever = (moment: Date) => moment.getTime() === never.getTime();

/** Reserves the number of the next person in the account. */
export async function nextNumber({ db, accountId }: Locked): Promise<bigint> {
  const { made } = await db.account.update({
    where: { id: accountId },
    data: { made: { increment: 1 } },
    select: { made: true },
  });
  return BigInt(accountId) * numbersPerAccount + BigInt(made);
}

/** Finds a person of any account by any of their IDs, for the operator. */
export async function findPersonNamed(
  { db }: Authorized<"two-factor.reset" | "email.set" | "password.set">,
  typed: SignIn,
) {
  if (typed.kind === "unknown") return null;
  if (typed.kind === "email") return db.person.findFirst({ where: { kind: "holder", emailKey: typed.key } });
  const who = typed.login === undefined ? { kind: "holder" } : { loginKey: typed.login };
  return db.person.findFirst({ where: { account: { [typed.kind]: typed.account }, ...who } });
}

/** Finds an account holder by any of their IDs, for the operator. */
export async function findHolderNamed(auth: Authorized<"email.set" | "password.set">, typed: SignIn) {
  const person = await findPersonNamed(auth, typed);
  return person?.kind === "holder" ? person : null;
}
