import "server-only";
import type * as z from "zod/mini";
import type { Actor } from "@/lib/access/actor";
import type { Line } from "@/lib/access/audit";
import { authorize, holding, lasting, writing, type Authorized, type Lasting, type Locked, type Writing } from "@/lib/access/authorize";
import { leave } from "@/lib/access/leave";
import { lockAccount } from "@/lib/access/lock";
import { declared, performing, type Operation, type Schema, type Spec } from "@/lib/access/operation";
import { db, transaction } from "@/lib/database/db";
import { isRefusal, refuse, type Refusal, type Result } from "@/lib/isomorphic/result";
import type { Permission, PermissionOf } from "@/lib/policy";

/** Runs steps of a job, each in one transaction. */
export type Steps<P extends Permission> = {
  /**
   * A step in an account: locks it first, and appends the lines that the step returns. The step is kept also where it has no line: how
   * far the job has come must not depend on whether somebody is told.
   */
  inAccount: <T>(accountId: number, step: (auth: Locked<P>) => Promise<{ value: T; lines: readonly Line[] }>) => Promise<T>;
  /** A step in no account. */
  inNone: <T>(step: (auth: Writing<P>) => Promise<T>) => Promise<T>;
};

/** Something that waits to be done by a job. `place` tells how far it has come, where one run may not be all of it. */
export type Waiting = { id: string; place?: string };

/** An operation of many steps, by the operator or by the program. */
export type Job<P extends Permission = Permission, T = unknown, W extends Waiting = Waiting> = Operation<P, T> & {
  /** What waits for it, the longest waiting first; at most so many. */
  readonly list: (actor: Actor, most: number) => Promise<readonly W[]>;
};

/**
 * Work in many steps: admitted once, it reads, and keeps what no account sees. What it changes of an account it changes by `inAccount`.
 *
 * @param spec.waiting what waits to be done, where the program does it by itself: each is the input of a run
 */
export function job<P extends PermissionOf<"job">, S extends Schema, O extends Schema, W extends Waiting & z.input<S> = never>(
  spec: Spec<P, S, O> & {
    waiting?: (auth: Authorized<P>, most: number) => Promise<readonly W[]>;
    run: (auth: Lasting<P>, input: z.output<S>, steps: Steps<P>) => Promise<z.input<O> | Refusal>;
  },
): Job<P, z.output<O>, W> {
  const { permission } = spec;
  const operation = performing(spec, async (actor, input) => {
    const steps: Steps<P> = {
      inAccount: (accountId, step) =>
        transaction(async (tx) => {
          const lock = await lockAccount(tx, accountId);
          const auth = holding(actor, permission, tx, lock);
          const { value, lines } = await step(auth);
          await leave(auth, lines);
          return value;
        }),
      inNone: (step) => transaction((tx) => step(writing(actor, permission, tx))),
    };
    return declared(spec, await spec.run(lasting(actor, permission, db), input, steps));
  });
  return {
    ...operation,
    perform: async (actor, input) => asInSteps(await operation.perform(actor, input)),
    list: async (actor, most) => (await spec.waiting?.(authorize(actor, permission, db), most)) ?? [],
  };
}

/** Of work in many steps some may be done when the database does not answer any more. */
const asInSteps = <T>(result: Result<T>): Result<T> =>
  isRefusal(result) && result.outcome === "unavailable" && result.remedy === "retry" ? refuse("unavailable", "outcomes.in_steps") : result;

