import "server-only";
import type * as z from "zod/mini";
import { isMember, type Actor } from "@/lib/access/actor";
import {
  authorize,
  authorizeAutocommit,
  refusalFor,
  stepUpFor,
  type Authorized,
  type Autocommit,
} from "@/lib/access/authorize";
import { parseInput } from "@/lib/access/input";
import { db, isUnanswered, isUnavailable, mayBeSaved } from "@/lib/database/db";
import { done, isRefusal, refuse, unknownOutcome, type Refusal, type Result } from "@/lib/isomorphic/result";
import type { Permission, PermissionOf } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { log } from "@/lib/runtime/log.mjs";
import { isQueueFull, withQueueSlot, type QueueSlot } from "@/lib/security/fair-queue";

export type Schema = z.ZodMiniType;

/** An operation of Steward, with the permission it needs. Only the entry points (lib/doors) perform one. */
export type Operation<P extends Permission = Permission, T = unknown, S extends Schema = Schema> = {
  readonly permission: P;
  /** The schema of the input. */
  readonly input: S;
  /** The schema of the result: these fields and no others. */
  readonly output: Schema;
  readonly perform: (actor: Actor, input: unknown) => Promise<Result<T>>;
};

export type Spec<P extends Permission, S extends Schema, O extends Schema> = { permission: P; input: S; output: O };

/** Defines an operation that only reads, through the read-only client. */
export function read<P extends PermissionOf<"read">, S extends Schema, O extends Schema>(
  spec: Spec<P, S, O> & { run: (auth: Authorized<P>, input: z.output<S>) => Promise<z.input<O> | Refusal> },
): Operation<P, z.output<O>, S> {
  return defineOperation(spec, async (actor, input) =>
    parseOutput(spec, await spec.run(authorize(actor, spec.permission, db), input)),
  );
}

/** Defines an operation that only stores its input. The program completes it later, and then writes the activity entry. */
export function deferred<P extends PermissionOf<"deferred">, S extends Schema, O extends Schema>(
  spec: Spec<P, S, O> & { run: (auth: Autocommit<P>, input: z.output<S>) => Promise<z.input<O> | Refusal> },
): Operation<P, z.output<O>, S> {
  return defineOperation(spec, async (actor, input) => {
    const result = await spec.run(authorizeAutocommit(actor, spec.permission, db), input).catch((error: unknown) => {
      if (!isUnavailable(error) || !mayBeSaved(error)) throw error;
      return logFailure(error, unknownOutcome);
    });
    return parseOutput(spec, result);
  });
}

/** Reduces a result to the fields of the output schema. A change does this before it commits. */
export const parseOutput = <O extends Schema>(
  { output }: { output: O },
  value: z.input<O> | Refusal,
): z.output<O> | Refusal => (isRefusal(value) ? value : output.parse(value));

/** Defines the common part of every operation: check the permission, then the input, then run. */
export function defineOperation<P extends Permission, S extends Schema, O extends Schema>(
  { permission, input: schema, output }: Spec<P, S, O>,
  run: (actor: Actor, input: z.output<S>) => Promise<z.output<O> | Refusal>,
): Operation<P, z.output<O>, S> {
  return {
    permission,
    input: schema,
    output,
    perform: (actor, sent) =>
      refuseFailures(queueSlotOf(actor, permission), async () => {
        const admitted = authorizeAndParse(permission, schema, actor, sent);
        if (isRefusal(admitted)) return admitted;
        const value = await run(actor, admitted.value);
        return isRefusal(value) ? value : done(value);
      }),
  };
}

/**
 * Whose turn the slow work of an operation takes: the actor's account, or the network if the actor is not logged in. So no
 * account and no network delays the others. Logins go first.
 */
function queueSlotOf(actor: Actor, permission: Permission): QueueSlot {
  const of = isMember(actor) ? `account ${actor.principal.accountId}` : `network ${currentRequest().network}`;
  return { of, first: permission === "session.start" };
}

/**
 * Turns database failures (busy, full, unreachable) and overload into a 503 with a reason. Other errors pass on to the entry
 * point. Nothing was saved then, unless the answer to a COMMIT was lost.
 */
async function refuseFailures<T>(turn: QueueSlot, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await withQueueSlot(turn, work);
  } catch (error) {
    if (isUnanswered(error)) return logFailure(error, unknownOutcome);
    if (!isUnavailable(error) && !isQueueFull(error)) throw error;
    return logFailure(error, refuse("unavailable"));
  }
}

function logFailure(error: unknown, refusal: Refusal): Refusal {
  log({ level: "warning", event: refusal.outcome, request: currentRequest().id, error });
  return refusal;
}

/** Checks the permission, then re-authentication, and only then the input. */
function authorizeAndParse<S extends Schema>(
  permission: Permission,
  schema: S,
  actor: Actor,
  sent: unknown,
): { value: z.output<S> } | Refusal {
  const refusal = refusalFor(actor, permission);
  if (refusal) return logRefusal(refusal, actor, permission);
  return stepUpFor(actor, permission, new Date()) ?? parseInput(schema, sent);
}

/** Logs who was refused what. The account's activity does not record refusals (docs/decisions.md, 10). */
function logRefusal(refusal: Refusal, actor: Actor, permission: Permission): Refusal {
  const who = isMember(actor) ? actor.principal.personId : actor.principal.kind;
  log({
    level: "warning",
    event: "refused",
    request: currentRequest().id,
    message: `${permission} to ${who} at ${actor.source}`,
  });
  return refusal;
}
