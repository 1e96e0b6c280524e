import "server-only";
import { invalid, refuse, sentence, type MessageKey, type Refusal } from "@/lib/isomorphic/result";
import type { Permission, Privilege, Standing } from "@/lib/policy";

/** Every question of rank and state about a user of an account, in one place. The policy has been asked before. */

type Self = { personId: string };
type Target = { id: string; privilege: string; status: string };

const standings: readonly Standing[] = ["none", "user", "administrator", "holder"];

/** Nobody disables, removes or locks out themselves; whoever could not undo it would have to be rescued. */
export function refuseSelf(actor: Self, target: { id: string }, permission: NotToOneself): Refusal | null {
  return actor.personId === target.id ? refuse("forbidden", selfReasons[permission]) : null;
}

/** Nobody demotes themselves: the last Administrator could not take it back. */
export function refuseOwnDemotion(actor: Self, target: Target, privilege: Privilege): Refusal | null {
  const lower = standings.indexOf(privilege) < standings.indexOf(target.privilege as Standing);
  return actor.personId === target.id && lower ? refuse("forbidden", "reasons.self.demote") : null;
}

/** Nobody gives themselves another address by editing a user: their own is confirmed from the new one first (email.change). */
export function refuseOwnAddress(actor: Self, target: { id: string; email: string }, email: string): Refusal | null {
  return actor.personId === target.id && email !== target.email ? invalid({ email: sentence("errors.email.own") }) : null;
}

/** What nobody does to themselves, with the sentence that says so. */
const selfReasons = {
  "users.end-sessions": "reasons.self.end-sessions",
  "users.send-link": "reasons.self.send-link",
  "users.set-password": "reasons.self.set-password",
  "users.reset-two-factor": "reasons.self.reset-two-factor",
  "users.disable": "reasons.self.disable",
  "users.remove": "reasons.self.remove",
} as const satisfies { [P in Permission]?: MessageKey };

export type NotToOneself = keyof typeof selfReasons;

/** How long after a user was added the same form again is taken for the same try, of which the answer was lost. In milliseconds. */
const repeatedWithin = 3_600_000;

type Added = NewUser & {
  version: number;
  createdAt: Date;
  passwordChangedAt: Date;
  lastLoginAt: Date;
  disabledAt: Date | null;
  removedAt: Date | null;
};

/** A user as *Add a user* makes them, but for the password. */
type NewUser = { login: string; email: string; privilege: string; description: string; changeDue: boolean; invited: boolean };

const given = ["login", "email", "privilege", "description", "changeDue", "invited"] as const satisfies (keyof NewUser)[];

/**
 * Whether a user is still exactly as this form makes them, lately: nobody changed them, and they did nothing. Who added them, and with
 * which password, is asked elsewhere.
 */
export function isAsAdded(added: Added, form: NewUser, now: Date): boolean {
  const madeAt = added.createdAt.getTime();
  const isUntouched = added.version === 0 && !added.disabledAt && !added.removedAt;
  const didNothing = added.lastLoginAt.getTime() === 0 && [0, madeAt].includes(added.passwordChangedAt.getTime());
  return isUntouched && didNothing && now.getTime() - madeAt < repeatedWithin && given.every((field) => added[field] === form[field]);
}

/** How long a removed user can be restored, and their login stays taken. */
export const restorableForDays = 30;

/** Until when a user who was removed then can be restored. */
export const restorableUntil = (removedAt: Date) => new Date(removedAt.getTime() + restorableForDays * 86_400_000);

/** Whether a user who was removed then can be restored now. From the moment they cannot, they are to be erased. */
export const isRestorable = (removedAt: Date, now: Date) => restorableUntil(removedAt) >= now;

/** Whoever was removed before this moment is to be erased. */
export const erasableBefore = (now: Date) => new Date(now.getTime() - restorableForDays * 86_400_000);
