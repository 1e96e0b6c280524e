import "server-only";
import type * as z from "zod/mini";
import type { Actor } from "@/lib/access/actor";
import type { Line } from "@/lib/access/audit";
import {
  authorize,
  authorizeAutocommit,
  authorizeInTransaction,
  authorizeLocked,
  type Authorized,
  type Autocommit,
  type InTransaction,
  type Locked,
} from "@/lib/access/authorize";
import { lockAccount } from "@/lib/access/lock";
import { defineOperation, parseOutput, type Operation, type Schema, type Spec } from "@/lib/access/operation";
import { recordEntries } from "@/lib/access/record-entries";
import { db, transaction } from "@/lib/database/db";
import { isRefusal, refuse, type Refusal, type Result } from "@/lib/isomorphic/result";
import type { Permission, PermissionOf } from "@/lib/policy";

/** Runs the steps of a job, each in its own transaction. */
export type Steps<P extends Permission> = {
  /**
   * Runs a step in an account: locks the account first, then appends the entries that the step returns. Commits the step also
   * without entries, because the job's progress must not depend on them.
   */
  inAccount: <T>(
    accountId: number,
    step: (auth: Locked<P>) => Promise<{ value: T; lines: readonly Line[] }>,
  ) => Promise<T>;
  /** Runs a step without an account. */
  inNone: <T>(step: (auth: InTransaction<P>) => Promise<T>) => Promise<T>;
};

/** A unit of work that waits for a job. `progress` says how far it is, if it takes several runs. */
export type Waiting = { id: string; progress?: string };

/** An operation in many steps, run by the operator or the program. */
export type Job<P extends Permission = Permission, T = unknown, W extends Waiting = Waiting> = Operation<P, T> & {
  /** Lists at most `most` units of waiting work, oldest first. */
  readonly list: (actor: Actor, most: number) => Promise<readonly W[]>;
};

/**
 * Defines an operation in many steps. Access is checked once, at the start. `run` can read, and write data that no account sees.
 * It changes an account only through `inAccount`.
 *
 * @param spec.waiting lists the waiting work, if the program runs the job automatically. Each item is the input of one run.
 */
export function job<
  P extends PermissionOf<"job">,
  S extends Schema,
  O extends Schema,
  W extends Waiting & z.input<S> = never,
>(
  spec: Spec<P, S, O> & {
    waiting?: (auth: Authorized<P>, most: number) => Promise<readonly W[]>;
    run: (auth: Autocommit<P>, input: z.output<S>, steps: Steps<P>) => Promise<z.input<O> | Refusal>;
  },
): Job<P, z.output<O>, W> {
  const { permission } = spec;
  const operation = defineOperation(spec, async (actor, input) => {
    const steps: Steps<P> = {
      inAccount: (accountId, step) =>
        transaction(async (tx) => {
          const lock = await lockAccount(tx, accountId);
          const auth = authorizeLocked(actor, permission, tx, lock);
          const { value, lines } = await step(auth);
          await recordEntries(auth, lines);
          return value;
        }),
      inNone: (step) => transaction((tx) => step(authorizeInTransaction(actor, permission, tx))),
    };
    return parseOutput(spec, await spec.run(authorizeAutocommit(actor, permission, db), input, steps));
  });
  return {
    ...operation,
    perform: async (actor, input) => warnOfPartialResult(await operation.perform(actor, input)),
    list: async (actor, most) => (await spec.waiting?.(authorize(actor, permission, db), most)) ?? [],
  };
}

/** Says that some steps may be done already when the database stops answering. */
const warnOfPartialResult = <T>(result: Result<T>): Result<T> =>
  isRefusal(result) && result.outcome === "unavailable" && result.remedy === "retry"
    ? refuse("unavailable", "outcomes.in_steps")
    : result;
