import "server-only";
import type { Actor, Member, Operator } from "@/lib/access/actor";
import type { Db } from "@/lib/database/db";
import { refuse, type Refusal } from "@/lib/isomorphic/result";
import { policy, reaches, withheldKey, type Debt, type Permission } from "@/lib/policy";

declare const proof: unique symbol;

/**
 * The proof that an actor may do P, and what a store needs to do it: the client (in a change, the transaction's) and
 * the moment. Only `authorize` makes one; every store function asks for the one it needs.
 */
export type Authorized<P extends Permission> = {
  readonly [proof]: P;
  readonly actor: ActorOf<P>;
  readonly db: Db;
  readonly now: Date;
};

// Of several permissions it is whoever can have one of them.
type ActorOf<P extends Permission> = P extends Permission
  ? (typeof policy)[P]["level"] extends "anyone"
    ? Actor
    : (typeof policy)[P]["level"] extends "operator"
      ? Operator
      : Member
  : never;

/** Asks the table whether the actor may, before anything of the input is read. */
export function refusalFor(actor: Actor, permission: Permission): Refusal | null {
  const row: { level: string; whileOwing?: readonly Debt[] } = policy[permission];
  if (row.level === "anyone") return null;
  if (row.level === "operator") return actor.kind === "operator" ? null : refuse("forbidden", withheldKey(permission));
  if (actor.kind !== "member") return refuse("signed_out");
  if (actor.owes && !row.whileOwing?.includes(actor.owes)) return refuse("forbidden", owedKey[actor.owes]);
  if (reaches(actor.standing, permission)) return null;
  return refuse("forbidden", withheldKey(permission));
}

/** The sentence that says what is owed. */
export const owedKey = {
  "second-factor": "outcomes.factor_due",
  password: "outcomes.password_due",
  enrolment: "outcomes.enrolment_due",
} as const satisfies Record<Debt, string>;

/** How long a proof of who one is counts for sensitive acts. */
const proofCounts = 10 * 60_000;

/** Asks for a proof of who they are where the last one is too old. */
export const refuseUnproved = (actor: Member, now: Date): Refusal | null =>
  now.getTime() - actor.provedAt.getTime() < proofCounts ? null : refuse("step_up");

/** The same, where the table asks for it. Somebody who has nothing open yet has just come in. */
export function stepUpFor(actor: Actor, permission: Permission, now: Date): Refusal | null {
  const row: { level: string; stepUp?: true } = policy[permission];
  return row.stepUp && actor.kind === "member" && !actor.owes ? refuseUnproved(actor, now) : null;
}

/** The proof, for an actor the table lets through: call `refusalFor` first. */
export function authorize<P extends Permission>(actor: Actor, permission: P, db: Db, now = new Date()): Authorized<P> {
  if (refusalFor(actor, permission)) throw new Error(`${permission} was granted to someone who may not`);
  return { actor, db, now } as unknown as Authorized<P>;
}
