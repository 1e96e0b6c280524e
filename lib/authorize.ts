import "server-only";
import type { Actor, Member, Operator } from "@/lib/actor";
import type { Db } from "@/lib/db";
import { policy, reaches, withheldKey, type Permission } from "@/lib/policy";
import { refuse, type Refusal } from "@/lib/result";

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

type ActorOf<P extends Permission> = (typeof policy)[P]["level"] extends "anyone"
  ? Actor
  : (typeof policy)[P]["level"] extends "operator"
    ? Operator
    : Member;

/** Asks the table whether the actor may, before anything of the input is read. */
export function refusalFor(actor: Actor, permission: Permission): Refusal | null {
  const row: { level: string; whileDue?: true } = policy[permission];
  if (row.level === "anyone") return null;
  if (row.level === "operator") return actor.kind === "operator" ? null : refuse("forbidden", withheldKey(permission));
  if (actor.kind !== "member") return refuse("signed_out");
  if (actor.passwordDue && !row.whileDue) return refuse("forbidden", "outcomes.password_due");
  if (reaches(actor.standing, permission)) return null;
  return refuse("forbidden", withheldKey(permission));
}

/** The proof, for an actor the table lets through: call `refusalFor` first. */
export function authorize<P extends Permission>(actor: Actor, permission: P, db: Db, now = new Date()): Authorized<P> {
  if (refusalFor(actor, permission)) throw new Error(`${permission} was granted to someone who may not`);
  return { actor, db, now } as unknown as Authorized<P>;
}
