import "server-only";
import type * as z from "zod/mini";
import { isMember, type Actor } from "@/lib/access/actor";
import type { Line } from "@/lib/access/audit";
import {
  authorizeAutocommit,
  authorizeInTransaction,
  authorizeLocked,
  refusalFor,
  stepUpFor,
  type Authorized,
  type Autocommit,
  type InTransaction,
  type Locked,
} from "@/lib/access/authorize";
import { refreshActor } from "@/lib/access/find-actor";
import { lockAccount } from "@/lib/access/lock";
import { defineOperation, parseOutput, type Operation, type Schema, type Spec } from "@/lib/access/operation";
import { recordEntries, Refused } from "@/lib/access/record-entries";
import { db, transaction, type Db } from "@/lib/database/db";
import { isRefusal, refuse, type Refusal, type Result } from "@/lib/isomorphic/result";
import type { Permission, PermissionOf, PermissionOnAdministrators } from "@/lib/policy";

/** The result of a change: the answer to the caller, and further facts for the activity entry. */
type Changed<T> = { value: T };

/** The result of a change that had nothing to change. It writes no activity entry and counts against no limit. */
export type Unchanged<T> = { readonly unchanged: true; value: T };

/** Ends a change that had nothing to change. The change must not have written anything. */
export const unchanged = <T>(value: T): Unchanged<T> => ({ unchanged: true, value });

const isUnchanged = <T>(ran: object | Unchanged<T>): ran is Unchanged<T> => "unchanged" in ran;

/** What a change works with: the input, its target, and the result of `prepare`. */
type RunContext<S extends Schema, T, R> = { input: z.output<S>; target: T; prepared: R };
type InputAndTarget<S extends Schema, T> = Omit<RunContext<S, T, never>, "prepared">;

type Change<P extends Permission, S extends Schema, O extends Schema, T, R, C> = Spec<P, S, O> & {
  /**
   * Loads the target of the change: before `prepare`, and again under the lock. Finds only what the actor has access to. Refuses a
   * target that is gone, that another user has changed, or that is the actor where that makes no sense. With `onAdministrator`,
   * pass a named function: TypeScript does not infer T from an inline one.
   */
  target?: (auth: Authorized<P>, input: z.output<S>) => Promise<T | Refusal>;
  /** Slow work that must not happen inside a transaction: hashing, limits. */
  prepare?: (auth: Autocommit<P>, asked: InputAndTarget<S, T>) => Promise<R | Refusal> | R | Refusal;
  /** The activity entry. */
  audit: (changed: C, auth: Authorized<P>) => Line;
  /** Explains a violated constraint. Called after the transaction has been rolled back. */
  violated?: (
    error: unknown,
    given: RunContext<S, T, R>,
    auth: Autocommit<P>,
  ) => Explanation<O> | Promise<Explanation<O>>;
} & OnAdministrator<P, S, T>;

/** Whether the target is or becomes an Administrator. Required for permissions whose re-authentication depends on it. */
type OnAdministrator<P extends Permission, S extends Schema, T> = P extends PermissionOnAdministrators
  ? { onAdministrator: (asked: InputAndTarget<S, T>) => boolean }
  : { onAdministrator?: undefined };

type Explanation<O extends Schema> = Result<z.input<O>> | null;

/**
 * Defines an operation that changes something and writes its activity entry in the same transaction.
 *
 * The order is fixed: identify the actor, check the permission, check the input, load the target, check whether it needs
 * re-authentication, then `prepare`, then one transaction. The transaction locks the account with its first write. It repeats the
 * checks on the current actor and target. Then it runs, counts the change and appends the entry. A refusal rolls everything back.
 */
export function change<
  P extends PermissionOf<"change">,
  S extends Schema,
  O extends Schema,
  C extends Changed<z.input<O>>,
  T = undefined,
  R = undefined,
>(
  spec: Change<P, S, O, T, R, C> & {
    /** The account to lock, if it is not the actor's own. */
    account?: (given: RunContext<S, T, R>) => number;
    run: (auth: Locked<P>, given: RunContext<S, T, R>) => Promise<C | Unchanged<z.input<O>> | Refusal>;
  },
): Operation<P, z.output<O>, S> {
  return defineChange(spec, async (tx, actor, given) => {
    const lock = await lockAccount(tx, accountOf(actor, spec.account?.(given)));
    const now = new Date();
    const auth = authorizeLocked(await authorizeAgain(tx, actor, spec.permission, now), spec.permission, tx, lock, now);
    const found = { ...given, target: orThrow(await findTarget(spec, auth, given.input)) };
    // The input may by now identify a user of another account, which this lock does not cover.
    if (accountOf(actor, spec.account?.(found)) !== lock.accountId) throw new Refused(refuse("conflict"));
    const ran = orThrow(await spec.run(auth, found));
    if (!isUnchanged(ran)) await recordEntries(auth, [spec.audit(ran, auth)]);
    return ran.value;
  });
}

/** Defines a change that creates its own account. `run` locks it with `lockNew` and returns that handle as `inside`. */
export function creation<
  P extends PermissionOf<"change">,
  S extends Schema,
  O extends Schema,
  C extends Changed<z.input<O>> & { inside: Locked<P> },
  T = undefined,
  R = undefined,
>(
  spec: Change<P, S, O, T, R, C> & {
    run: (auth: InTransaction<P>, given: RunContext<S, T, R>) => Promise<C | Refusal>;
  },
): Operation<P, z.output<O>, S> {
  return defineChange(spec, async (tx, actor, given) => {
    const now = new Date();
    const auth = authorizeInTransaction(
      await authorizeAgain(tx, actor, spec.permission, now),
      spec.permission,
      tx,
      now,
    );
    const ran = orThrow(await spec.run(auth, { ...given, target: orThrow(await findTarget(spec, auth, given.input)) }));
    await recordEntries(ran.inside, [spec.audit(ran, auth)]);
    return ran.value;
  });
}

/** Defines a change, except the content of its transaction. */
function defineChange<P extends PermissionOf<"change">, S extends Schema, O extends Schema, T, R, C>(
  spec: Change<P, S, O, T, R, C>,
  run: (tx: Db, actor: Actor, given: RunContext<S, T, R>) => Promise<z.input<O>>,
): Operation<P, z.output<O>, S> {
  return defineOperation(spec, async (actor, input) => {
    const auth = authorizeAutocommit(actor, spec.permission, db);
    const target = await findTarget(spec, auth, input);
    // An actor who has just lost the permission, or must re-authenticate, learns nothing about the target.
    if (isRefusal(target)) return recheckRefusal(await refreshActor(db, actor), spec.permission, new Date()) ?? target;
    const prepared = await spec.prepare?.(auth, { input, target });
    if (isRefusal(prepared)) return prepared;
    const given = { input, target, prepared: prepared as R };
    try {
      return await transaction(async (tx) => parseOutput(spec, await run(tx, actor, given)));
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      const explained = await spec.violated?.(error, given, authorizeAutocommit(actor, spec.permission, db));
      if (!explained) throw error;
      return parseOutput(spec, isRefusal(explained) ? explained : explained.value);
    }
  });
}

/** Finds the target, or says why the change is refused. */
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
  throw new Error("a change by an actor without an account must name one");
};

/** Reads the actor again in the transaction. Throws if they no longer have the permission. */
async function authorizeAgain(tx: Db, actor: Actor, permission: Permission, now: Date): Promise<Actor> {
  const current = await refreshActor(tx, actor);
  const refusal = recheckRefusal(current, permission, now);
  if (refusal) throw new Refused(refusal);
  return current;
}

/** Checks permission and re-authentication once more: the last authentication may have become too old since the request began. */
const recheckRefusal = (current: Actor, permission: Permission, now: Date): Refusal | null =>
  refusalFor(current, permission) ?? stepUpFor(current, permission, now);

function orThrow<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Refused(value);
  return value;
}
