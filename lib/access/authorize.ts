import "server-only";
import { isMember, type Actor, type Member, type Operator, type Program } from "@/lib/access/actor";
import { lockAccount, type Lock } from "@/lib/access/lock";
import { writer, type Db, type Reader } from "@/lib/database/db";
import { refuse, refusePendingStep, refuseWithout, type Refusal } from "@/lib/isomorphic/result";
import { policy, reaches, rowOf, type Permission } from "@/lib/policy";

// ——— checks against the table ———

/** Checks the permission table for the actor, before any input is read. */
export function refusalFor(actor: Actor, permission: Permission): Refusal | null {
  const { level, allowedDuring } = rowOf(permission);
  if (level === "anyone") return null;
  if (level === "operator" || level === "program")
    return actor.principal.kind === level ? null : refuseWithout(permission);
  if (!isMember(actor)) return refuse("signed_out");
  const { pendingStep } = actor.credential;
  if (pendingStep && !allowedDuring?.includes(pendingStep)) return refusePendingStep(pendingStep);
  return reaches(actor.principal.standing, permission) ? null : refuseWithout(permission);
}

/** How long an authentication counts for sensitive operations. */
const stepUpWindow = 10 * 60_000;

/**
 * Requires re-authentication if the table asks for it and the last one is too old. An actor with a pending login step is exempt:
 * they have just logged in.
 *
 * @param onAdministrator whether the target is an Administrator, or becomes one
 */
export function stepUpFor(actor: Actor, permission: Permission, now: Date, onAdministrator = false): Refusal | null {
  const { stepUp } = rowOf(permission);
  const isAsked = stepUp === "always" || (stepUp === "when-target-is-administrator" && onAdministrator);
  if (!isAsked || !isMember(actor) || actor.credential.pendingStep) return null;
  return now.getTime() - actor.credential.provedAt.getTime() < stepUpWindow ? null : refuse("step_up");
}

// ——— handles for the rest of the program: only this file makes them ———

// Private fields: no other code can name them, and a spread does not copy them. So nobody can derive one handle from another.
declare class Proof<P extends Permission, Place extends string> {
  private readonly proof: P;
  private readonly place: Place;
}
const locked = Symbol("lock");

type Proved<P extends Permission, Place extends string> = Proof<P, Place> & {
  readonly permission: P;
  readonly actor: ActorOf<P>;
  readonly now: Date;
};

// For several permissions: the union of the actors who can have one of them.
type ActorOf<P extends Permission> = P extends Permission ? ActorAt<(typeof policy)[P]["level"]> : never;
type ActorAt<L> = L extends "anyone" ? Actor : L extends "operator" ? Operator : L extends "program" ? Program : Member;

/** Proves that an actor has permission P. Carries what a store needs to read: the client and the time. */
export type Authorized<P extends Permission = Permission> = Proved<P, string> & { readonly db: Reader };

/** Adds a client for single statements that persist even if the request fails. Not available inside a transaction. */
export type Autocommit<P extends Permission = Permission> = Proved<P, "outside"> & {
  readonly db: Reader;
  readonly writer: Db;
};

/** The handle inside a transaction: `db` is the transaction's client. */
export type InTransaction<P extends Permission = Permission> = Proved<P, "transaction"> & { readonly db: Db };

/** The handle inside a transaction that locks this account: no other transaction changes the account until it ends. */
export type Locked<P extends Permission = Permission> = InTransaction<P> & {
  readonly accountId: number;
  readonly [locked]: Lock;
};

/** A handle that can write, inside or outside a transaction. */
export type AnyWriter<P extends Permission = Permission> = Autocommit<P> | InTransaction<P>;

/** The client for writing. */
export const writerOf = (auth: AnyWriter): Db => ("writer" in auth ? auth.writer : auth.db);

/** The lock of the account, for appending activity entries. */
export const lockOf = (auth: Locked): Lock => auth[locked];

/** Makes a handle for reading. Call `refusalFor` first. */
export const authorize = <P extends Permission>(
  actor: Actor,
  permission: P,
  db: Reader,
  now = new Date(),
): Authorized<P> => proved(actor, permission, now, { db });

/** Makes a handle for reading, and for single writes that must persist. */
export const authorizeAutocommit = <P extends Permission>(
  actor: Actor,
  permission: P,
  db: Reader,
  now = new Date(),
): Autocommit<P> => proved(actor, permission, now, { db, writer });

/** Makes a handle for a transaction without an account, or before the account exists. */
export const authorizeInTransaction = <P extends Permission>(
  actor: Actor,
  permission: P,
  tx: Db,
  now = new Date(),
): InTransaction<P> => proved(actor, permission, now, { db: tx });

/** Makes a handle for a transaction whose first statement locked the account. */
export const authorizeLocked = <P extends Permission>(
  actor: Actor,
  permission: P,
  tx: Db,
  lock: Lock,
  now = new Date(),
): Locked<P> => proved(actor, permission, now, { db: tx, accountId: lock.accountId, [locked]: lock });

/** Locks the account that this transaction has just created. */
export async function lockNew<P extends Permission>(
  { actor, permission, db, now }: InTransaction<P>,
  accountId: number,
): Promise<Locked<P>> {
  return authorizeLocked(actor, permission, db, await lockAccount(db, accountId), now);
}

function proved<P extends Permission, H>(actor: Actor, permission: P, now: Date, rest: object): H {
  if (refusalFor(actor, permission)) throw new Error(`${permission} was granted to someone who may not`);
  return { actor, permission, now, ...rest } as H;
}
