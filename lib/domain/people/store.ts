import "server-only";
import { writerOf, type Authorized, type Keeping, type Locked } from "@/lib/access/authorize";
import { numbersPerAccount } from "@/lib/database/keyset";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import type { SignIn } from "@/lib/isomorphic/sign-in-id";
import type { Status } from "@/lib/policy";

/** What every store that writes a person keeps true: the derived status, the counters, the numbers. */

/** The moment that stands for never, so that no sorted column is null. */
export const never = new Date(0);

/** The one status that the causes add up to, most final first; the causes are kept, so enabling forgets nothing. */
export function statusFrom(causes: { removedAt: Date | null; disabledAt: Date | null; invited: boolean; changeDue: boolean }): Status {
  if (causes.removedAt) return "removed";
  if (causes.disabledAt) return "disabled";
  if (causes.invited) return "invited";
  return causes.changeDue ? "change-due" : "enabled";
}

/** Whether somebody of this status can log in, if only to set a password of their own. */
export const mayLogIn = (status: string) => status === "enabled" || status === "change-due";

export type Counted = { kind: string; privilege: string; status: string; lastLoginAt: Date; twoFactor: boolean };

/** Counts a user in (or several alike), who has just got this privilege and status. The holder is no user and not counted. */
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

/** Counts a user out, who no longer has this privilege and status, or is gone. */
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

/** Keeps the counters true when a person's privilege, status or two-factor changes, or they sign in for the first time. */
export async function recount(auth: Locked, before: Counted, after: Counted): Promise<void> {
  const came = isNever(before.lastLoginAt) !== isNever(after.lastLoginAt);
  const same = before.privilege === after.privilege && before.status === after.status && before.twoFactor === after.twoFactor;
  if (same && !came) return;
  await countOut(auth, before);
  await countIn(auth, after);
}

/** Somebody used a link that went to their address, so it is theirs (lib/domain/mail/typed.ts), and mail arrives there. */
export async function proveAddress({ db, accountId }: Locked, { id, emailKey: provedKey }: { id: string; emailKey: string }): Promise<void> {
  await db.person.update({ where: { id, accountId }, data: { provedKey, undelivered: null }, select: { id: true } });
}

type MailTo = { id: string; personId: string; recipient: string; kind: string };

/**
 * Whom it concerns what became of a mail: its person, while they still have the address. Whoever is invited waits for the
 * invitation, whatever became of other mails.
 */
async function concernedBy({ db }: Authorized, { personId, recipient, kind }: MailTo) {
  const person = await db.person.findUnique({ where: { id: personId }, select: { email: true, invited: true, undelivered: true } });
  const isTheirs = person && emailKey(person.email) === emailKey(recipient) && (kind === "activation" || !person.invited);
  return isTheirs ? person : null;
}

/** A mail to somebody was given up: their row says so until a later one arrives, or they have another address. Their account is locked. */
export async function noteUndelivered(auth: Locked, mail: MailTo): Promise<void> {
  const { db, accountId } = auth;
  if (await concernedBy(auth, mail)) await db.person.update({ where: { id: mail.personId, accountId }, data: { undelivered: mail.id }, select: { id: true } });
}

/** A mail to somebody arrived. */
export async function noteDelivered(auth: Keeping, mail: MailTo): Promise<void> {
  const person = await concernedBy(auth, mail);
  if (person?.undelivered) await writerOf(auth).person.updateMany({ where: { id: mail.personId, email: person.email }, data: { undelivered: null } });
}

const isNever = (moment: Date) => moment.getTime() === never.getTime();

/** The next person's number in the account. */
export async function nextNumber({ db, accountId }: Locked): Promise<bigint> {
  const { made } = await db.account.update({ where: { id: accountId }, data: { made: { increment: 1 } }, select: { made: true } });
  return BigInt(accountId) * numbersPerAccount + BigInt(made);
}

/** Somebody by what they log in with, whosever account it is: whom the operator helps. */
export async function findPersonNamed({ db }: Authorized<"two-factor.reset" | "email.set" | "password.set">, typed: SignIn) {
  if (typed.kind === "unknown") return null;
  if (typed.kind === "email") return db.person.findFirst({ where: { kind: "holder", emailKey: typed.key } });
  const who = typed.login === undefined ? { kind: "holder" } : { loginKey: typed.login };
  return db.person.findFirst({ where: { account: { [typed.kind]: typed.account }, ...who } });
}

/** The same, where it is a holder's: nobody in the account can help that one. */
export async function findHolderNamed(auth: Authorized<"email.set" | "password.set">, typed: SignIn) {
  const person = await findPersonNamed(auth, typed);
  return person?.kind === "holder" ? person : null;
}
