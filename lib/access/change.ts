import "server-only";
import type * as z from "zod/mini";
import { isMember, type Actor } from "@/lib/access/actor";
import type { Line } from "@/lib/access/audit";
import { holding, lasting, refusalFor, stepUpFor, writing, type Authorized, type Lasting, type Locked, type Writing } from "@/lib/access/authorize";
import { sameActor } from "@/lib/access/find-actor";
import { leave, Refused } from "@/lib/access/leave";
import { lockAccount } from "@/lib/access/lock";
import { declared, performing, type Operation, type Schema, type Spec } from "@/lib/access/operation";
import { db, transaction, type Db } from "@/lib/database/db";
import { isRefusal, refuse, type Refusal, type Result } from "@/lib/isomorphic/result";
import type { Permission, PermissionOf, PermissionOnAdministrators } from "@/lib/policy";

/** What a change did: the answer to the person, and what else its activity line tells. */
type Changed<T> = { value: T };

/** What a change answers that found everything as it was asked for: it leaves no line, and counts against no limit. */
export type Unchanged<T> = { readonly unchanged: true; value: T };

/** Ends a change that had nothing to change. It must have written nothing. */
export const unchanged = <T>(value: T): Unchanged<T> => ({ unchanged: true, value });

const isUnchanged = <T>(ran: object | Unchanged<T>): ran is Unchanged<T> => "unchanged" in ran;

/** What a change works with: what was sent, what it is about, and what was prepared. */
type Given<S extends Schema, T, R> = { input: z.output<S>; target: T; prepared: R };
type Asked<S extends Schema, T> = Omit<Given<S, T, never>, "prepared">;

type Change<P extends Permission, S extends Schema, O extends Schema, T, R, C> = Spec<P, S, O> & {
  /**
   * What the change is about. It is loaded before `prepare`, and again under the lock. It finds only what the actor may reach, and
   * refuses what is gone, what nobody does to themselves, and what somebody else changed in the meantime. With `onAdministrator` it
   * is a named function: TypeScript does not infer T from one that is written in place.
   */
  target?: (auth: Authorized<P>, input: z.output<S>) => Promise<T | Refusal>;
  /** Slow work that must not happen inside a transaction: hashing, limits. */
  prepare?: (auth: Lasting<P>, asked: Asked<S, T>) => Promise<R | Refusal> | R | Refusal;
  /** The activity line. */
  audit: (changed: C, auth: Authorized<P>) => Line;
  /** What a violated constraint means; asked after the transaction has ended, when nothing of it was kept. */
  violated?: (error: unknown, given: Given<S, T, R>, auth: Lasting<P>) => Told<O> | Promise<Told<O>>;
} & OnAdministrator<P, S, T>;

/** Whether the target is an Administrator, or becomes one: asked where the table says that it matters. */
type OnAdministrator<P extends Permission, S extends Schema, T> = P extends PermissionOnAdministrators
  ? { onAdministrator: (asked: Asked<S, T>) => boolean }
  : { onAdministrator?: undefined };

type Told<O extends Schema> = Result<z.input<O>> | null;

/**
 * An operation that changes something, with the activity line it leaves in the same transaction.
 *
 * The order is fixed: who you are, whether you may, whether the input is right, then the target and whether it asks for a proof, then
 * `prepare`, then one transaction. It locks the account by its first write, reads the actor and the target again, asks all of that
 * again, runs, counts the change, and appends the line. A refusal leaves nothing behind.
 */
export function change<P extends PermissionOf<"change">, S extends Schema, O extends Schema, C extends Changed<z.input<O>>, T = undefined, R = undefined>(
  spec: Change<P, S, O, T, R, C> & {
    /** The account to lock, where it is not the actor's own. */
    account?: (given: Given<S, T, R>) => number;
    run: (auth: Locked<P>, given: Given<S, T, R>) => Promise<C | Unchanged<z.input<O>> | Refusal>;
  },
): Operation<P, z.output<O>> {
  return changing(spec, async (tx, actor, given) => {
    const lock = await lockAccount(tx, accountOf(actor, spec.account?.(given)));
    const now = new Date();
    const auth = holding(await stillAdmitted(tx, actor, spec.permission, now), spec.permission, tx, lock, now);
    const found = { ...given, target: orThrow(await findTarget(spec, auth, given.input)) };
    // What names the target may name somebody of another account by now, whom this lock does not hold.
    if (accountOf(actor, spec.account?.(found)) !== lock.accountId) throw new Refused(refuse("conflict"));
    const ran = orThrow(await spec.run(auth, found));
    if (!isUnchanged(ran)) await leave(auth, [spec.audit(ran, auth)]);
    return ran.value;
  });
}

/** A change that makes the account it happens in: `run` locks it with `lockNew`, and gives the handle of it as `inside`. */
export function creation<P extends PermissionOf<"change">, S extends Schema, O extends Schema, C extends Changed<z.input<O>> & { inside: Locked<P> }, T = undefined, R = undefined>(
  spec: Change<P, S, O, T, R, C> & { run: (auth: Writing<P>, given: Given<S, T, R>) => Promise<C | Refusal> },
): Operation<P, z.output<O>> {
  return changing(spec, async (tx, actor, given) => {
    const now = new Date();
    const auth = writing(await stillAdmitted(tx, actor, spec.permission, now), spec.permission, tx, now);
    const ran = orThrow(await spec.run(auth, { ...given, target: orThrow(await findTarget(spec, auth, given.input)) }));
    await leave(ran.inside, [spec.audit(ran, auth)]);
    return ran.value;
  });
}

/** Everything of a change but the transaction itself. */
function changing<P extends PermissionOf<"change">, S extends Schema, O extends Schema, T, R, C>(
  spec: Change<P, S, O, T, R, C>,
  run: (tx: Db, actor: Actor, given: Given<S, T, R>) => Promise<z.input<O>>,
): Operation<P, z.output<O>> {
  return performing(spec, async (actor, input) => {
    const auth = lasting(actor, spec.permission, db);
    const target = await findTarget(spec, auth, input);
    // Somebody who may not any more, or whose proof is too old by now, learns nothing of the target.
    if (isRefusal(target)) return refusalAgain(await sameActor(db, actor), spec.permission, new Date()) ?? target;
    const prepared = await spec.prepare?.(auth, { input, target });
    if (isRefusal(prepared)) return prepared;
    const given = { input, target, prepared: prepared as R };
    try {
      return await transaction(async (tx) => declared(spec, await run(tx, actor, given)));
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      const told = await spec.violated?.(error, given, lasting(actor, spec.permission, db));
      if (!told) throw error;
      return declared(spec, isRefusal(told) ? told : told.value);
    }
  });
}

/** The target, if there is one and nothing is against it; or what is. */
async function findTarget<P extends Permission, S extends Schema, O extends Schema, T, R, C>(
  { permission, target: find, onAdministrator }: Change<P, S, O, T, R, C>,
  auth: Authorized<P>,
  input: z.output<S>,
): Promise<T | Refusal> {
  const target = (await find?.(auth, input)) as T | Refusal;
  if (isRefusal(target)) return target;
  return stepUpFor(auth.actor, permission, auth.now, onAdministrator?.({ input, target })) ?? target;
}

const accountOf = (actor: Actor, named?: number): number => {
  if (named !== undefined) return named;
  if (isMember(actor)) return actor.principal.accountId;
  throw new Error("a change by somebody of no account must name one");
};

/** The actor as the transaction sees them. */
async function stillAdmitted(tx: Db, actor: Actor, permission: Permission, now: Date): Promise<Actor> {
  const still = await sameActor(tx, actor);
  const refusal = refusalAgain(still, permission, now);
  if (refusal) throw new Refused(refusal);
  return still;
}

/** What is against them by now. Their proof, too, may have grown old since they asked. */
const refusalAgain = (still: Actor, permission: Permission, now: Date): Refusal | null => refusalFor(still, permission) ?? stepUpFor(still, permission, now);

function orThrow<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Refused(value);
  return value;
}

