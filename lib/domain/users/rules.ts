import "server-only";
import { invalid, refuse, sentence, type MessageKey, type Refusal } from "@/lib/isomorphic/result";
import type { Permission, Privilege, Standing } from "@/lib/policy";

/** All rules about rank and state of users, in one place. The permission has been checked before. */

type Self = { personId: string };
type Target = { id: string; privilege: string; status: string };

const standings: readonly Standing[] = ["none", "user", "administrator", "holder"];

/** Keeps users from disabling, removing or locking out themselves: they could not undo it. */
export function refuseSelf(actor: Self, target: { id: string }, permission: NotToOneself): Refusal | null {
  return actor.personId === target.id ? refuse("forbidden", selfReasons[permission]) : null;
}

/** Keeps users from demoting themselves: the last Administrator could not undo it. */
export function refuseOwnDemotion(actor: Self, target: Target, privilege: Privilege): Refusal | null {
  const lower = standings.indexOf(privilege) < standings.indexOf(target.privilege as Standing);
  return actor.personId === target.id && lower ? refuse("forbidden", "reasons.self.demote") : null;
}

/** Keeps users from editing their own email address here: they must confirm a new one by email first (email.change). */
export function refuseOwnEmail(actor: Self, target: { id: string; email: string }, email: string): Refusal | null {
  return actor.personId === target.id && email !== target.email
    ? invalid({ email: sentence("errors.email.own") })
    : null;
}

/** The permissions that users do not have on themselves, each with its message. */
const selfReasons = {
  "users.end-sessions": "reasons.self.end-sessions",
  "users.send-link": "reasons.self.send-link",
  "users.set-password": "reasons.self.set-password",
  "users.reset-two-factor": "reasons.self.reset-two-factor",
  "users.disable": "reasons.self.disable",
  "users.remove": "reasons.self.remove",
} as const satisfies { [P in Permission]?: MessageKey };

export type NotToOneself = keyof typeof selfReasons;

/** How long after adding a user the same form counts as a repetition after a lost answer. In milliseconds. */
const repeatedWithin = 3_600_000;

type Added = NewUser & {
  version: number;
  createdAt: Date;
  passwordChangedAt: Date;
  lastLoginAt: Date;
  disabledAt: Date | null;
  removedAt: Date | null;
};

/** The fields of *Add a user*, without the password. */
type NewUser = {
  login: string;
  email: string;
  privilege: string;
  description: string;
  changeDue: boolean;
  invited: boolean;
};

const given = [
  "login",
  "email",
  "privilege",
  "description",
  "changeDue",
  "invited",
] as const satisfies (keyof NewUser)[];

/**
 * Whether a user was added recently and is still exactly as this form makes them: nobody changed them, and they did nothing.
 * `findRepeated` checks who added them, and the password.
 */
export function isAsAdded(added: Added, form: NewUser, now: Date): boolean {
  const madeAt = added.createdAt.getTime();
  const isUntouched = added.version === 0 && !added.disabledAt && !added.removedAt;
  const didNothing = added.lastLoginAt.getTime() === 0 && [0, madeAt].includes(added.passwordChangedAt.getTime());
  return (
    isUntouched &&
    didNothing &&
    now.getTime() - madeAt < repeatedWithin &&
    given.every((field) => added[field] === form[field])
  );
}

/** How long a removed user can be restored. Their username stays taken for that time. */
export const restorableForDays = 30;

/** Until when a user who was removed at that time can be restored. */
export const restorableUntil = (removedAt: Date) => new Date(removedAt.getTime() + restorableForDays * 86_400_000);

/** Whether a user who was removed at that time can be restored now. Once they cannot, Steward deletes them for good. */
export const isRestorable = (removedAt: Date, now: Date) => restorableUntil(removedAt) >= now;

/** Users removed before this time are to be deleted for good. */
export const erasableBefore = (now: Date) => new Date(now.getTime() - restorableForDays * 86_400_000);
