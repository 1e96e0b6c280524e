import "server-only";
import type { z } from "zod/mini";
import { sameActor, type Actor } from "@/lib/access/actor";
import { appendLines, lockAccount, type Line } from "@/lib/access/audit";
import { authorize, refusalFor, stepUpFor, type Authorized } from "@/lib/access/authorize";
import { understood } from "@/lib/access/input";
import { db, isUnanswered, isUnavailable, mayBeKept, transaction, writer, type Db } from "@/lib/database/db";
import { done, isRefusal, refuse, unknownIfKept, type Refusal, type Result } from "@/lib/isomorphic/result";
import { policy, type Permission, type PermissionOf } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";
import { countTurn, limitKey } from "@/lib/security/limits";
import { inTurn, isTooMany, type Turn } from "@/lib/security/turns";

/**
 * Something that can be asked of Steward, with the permission it needs. Only the doors (lib/doors) perform one.
 */
export type Operation<P extends Permission = Permission, T = unknown> = {
  readonly permission: P;
  /** What it takes. */
  readonly input: z.ZodMiniType;
  readonly perform: (actor: Actor, input: unknown) => Promise<Result<T>>;
};

/** What is asked outside any transaction: an answer of one step. */
type Question<P extends Permission, S extends z.ZodMiniType, T> = {
  permission: P;
  input: S;
  run: (auth: Authorized<P>, input: z.output<S>) => Promise<T | Refusal>;
};

/** An operation that only reads, through the reading client. */
export const read = <P extends PermissionOf<"read">, S extends z.ZodMiniType, T>(spec: Question<P, S, T>) => inOneStep(spec, db);

/** An operation that only keeps what was asked for; the program does it afterwards, and leaves the line of it. */
export const request = <P extends PermissionOf<"request">, S extends z.ZodMiniType, T>(spec: Question<P, S, T>) =>
  inOneStep(
    {
      ...spec,
      run: (auth, input) =>
        spec.run(auth, input).catch((error: unknown) => {
          if (!isUnavailable(error) || !mayBeKept(error)) throw error;
          return loggedAs(error, unknownIfKept);
        }),
    },
    writer,
  );

function inOneStep<P extends Permission, S extends z.ZodMiniType, T>(spec: Question<P, S, T>, client: Db): Operation<P, T> {
  return {
    permission: spec.permission,
    input: spec.input,
    perform: (actor, input) =>
      answered(turnOf(actor, spec.permission), async () => {
        const admitted = admit(spec, actor, input);
        if (isRefusal(admitted)) return admitted;
        const value = await spec.run(authorize(actor, spec.permission, client), admitted.value);
        return isRefusal(value) ? value : done(value);
      }),
  };
}

/** What a change did: the answer to the person, and what its activity line tells. */
export type Change<T> = {
  value: T;
  /** The account it happened in, where the change itself made it. */
  accountId?: number;
};

type Told<T> = Result<T> | null;

/**
 * An operation that changes something, with the activity line it leaves in the same transaction.
 *
 * The order is fixed: who you are, whether you may, whether the input is right, then `prepare` (slow work: hashing,
 * limits, before the transaction), then one transaction that locks the account by its first write, reads the actor
 * again, authorizes and asks for their proof again, runs, counts the change, and appends the line. A refusal leaves nothing behind.
 */
export function change<P extends PermissionOf<"change">, S extends z.ZodMiniType, R, C extends Change<unknown>>(spec: {
  permission: P;
  input: S;
  /** Slow work that must not happen inside a transaction. What it returns is what `run` gets. */
  prepare: (input: z.output<S>, auth: Authorized<P>) => Promise<R | Refusal> | R | Refusal;
  /** The account to lock, where it is not the actor's own. Null where the change makes the account. */
  account?: (prepared: R) => number | null;
  run: (auth: Authorized<P>, prepared: R) => Promise<C | Refusal>;
  /** The activity line, or null where nothing was changed (a form saved as it was). */
  audit: (changed: C, auth: Authorized<P>) => Line | null;
  /** What a violated constraint means; asked after the transaction has ended, when nothing of it was kept. It writes nothing. */
  violated?: (error: unknown, prepared: R, auth: Authorized<P>) => Told<C["value"]> | Promise<Told<C["value"]>>;
}): Operation<P, C["value"]> {
  async function inTransaction(actor: Actor, prepared: R): Promise<Result<C["value"]>> {
    const accountId = spec.account ? spec.account(prepared) : actor.kind === "member" ? actor.accountId : null;
    try {
      return await changed(actor, spec.permission, accountId, (auth) => spec.run(auth, prepared), (...done) => {
        const line = spec.audit(...done);
        return line && [line];
      });
    } catch (error) {
      const told = await spec.violated?.(error, prepared, authorize(actor, spec.permission, db));
      if (told) return told;
      throw error;
    }
  }
  return {
    permission: spec.permission,
    input: spec.input,
    perform: (actor, input) =>
      answered(turnOf(actor, spec.permission), async () => {
        const admitted = admit(spec, actor, input);
        if (isRefusal(admitted)) return admitted;
        const prepared = await spec.prepare(admitted.value, authorize(actor, spec.permission, db));
        if (isRefusal(prepared)) return prepared;
        return inTransaction(actor, prepared);
      }),
  };
}

/**
 * The operator's work in many steps: admitted once, it reads, and keeps what no account sees. What it changes of an
 * account it changes by `inAccount`: each time one transaction that locks the account first and appends its lines. It
 * is committed also where it has no line: how far the job has come must not depend on whether somebody is told.
 */
export function job<P extends PermissionOf<"job">, S extends z.ZodMiniType, T>(spec: {
  permission: P;
  input: S;
  run: (auth: Authorized<P>, input: z.output<S>, inAccount: InAccount<P>) => Promise<T | Refusal>;
}): Operation<P, T> {
  return {
    permission: spec.permission,
    input: spec.input,
    perform: (actor, input) =>
      answered(turnOf(actor, spec.permission), async () => {
        const admitted = admit(spec, actor, input);
        if (isRefusal(admitted)) return admitted;
        const inAccount: InAccount<P> = async (accountId, run, audit) => {
          const result = await changed(actor, spec.permission, accountId, run, audit);
          if (isRefusal(result)) throw new Error(`a step of ${spec.permission} was refused: ${result.outcome}`);
          return result.value;
        };
        const value = await spec.run(authorize(actor, spec.permission, db), admitted.value, inAccount);
        return isRefusal(value) ? value : done(value);
      }).then(asInSteps),
  };
}

type InAccount<P extends Permission> = <C extends Change<unknown>>(
  accountId: number,
  run: (auth: Authorized<P>) => Promise<C>,
  audit: (changed: C) => readonly Line[],
) => Promise<C["value"]>;

/**
 * One transaction: the lock, the actor as they are now, the change, its lines. A refusal leaves nothing behind, and
 * neither does a change of which `audit` gives null.
 */
async function changed<P extends PermissionOf<"change" | "job">, C extends Change<unknown>>(
  actor: Actor,
  permission: P,
  accountId: number | null,
  run: (auth: Authorized<P>) => Promise<C | Refusal>,
  audit: (changed: C, auth: Authorized<P>) => readonly Line[] | null,
): Promise<Result<C["value"]>> {
  try {
    return await transaction(async (tx) => {
      const lock = accountId === null ? null : await lockAccount(tx, accountId);
      const now = new Date();
      const still = await sameActor(tx, actor);
      // Their proof may have grown old since they asked.
      const refusal = refusalFor(still, permission) ?? stepUpFor(still, permission, now);
      if (refusal) throw new Refused(refusal);
      const auth = authorize(still, permission, tx, now);
      const change = await run(auth);
      if (isRefusal(change)) throw new Refused(change);
      const lines = audit(change, auth);
      if (!lines) throw new Unchanged(change.value);
      const dated = lines.map((line) => ({ ...line, at: now, permission }));
      if (dated.length > 0) {
        await countChange(tx, permission, still, dated[0]!);
        await appendLines(tx, lock ?? (await lockAccount(tx, change.accountId!)), dated, still);
      }
      return done(change.value);
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (error instanceof Unchanged) return done(error.value as C["value"]);
    throw error;
  }
}

const anHour = 3_600_000;

/**
 * Counts what leaves a line against whoever did it, so that nobody floods the activity. Somebody who comes in with it is
 * counted apart in each network: whoever knows a password keeps its owner out nowhere else.
 */
async function countChange(tx: Db, permission: Permission, actor: Actor, { at, by }: Line & { at: Date }): Promise<void> {
  const row: { level: string; unlimited?: true } = policy[permission];
  if (row.unlimited || actor.kind === "operator") return;
  const who = actor.kind === "member" ? actor.personId : `${by?.id} ${currentRequest().network}`;
  const limit = { key: limitKey(env.secret, "changes", who), limit: env.changesPerPerson, window: anHour };
  const turn = await countTurn(tx, limit, at.getTime());
  if (!turn.admitted) throw new Refused(refuse("too_many", "errors.changes", { minutes: Math.ceil((turn.retryAt - at.getTime()) / 60_000) }));
}

/** Thrown to roll back: the refusal leaves the transaction with it. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super("refused");
  }
}

/** Thrown to roll back a change that changed nothing, so that it leaves neither a line nor a gap in the chain. */
class Unchanged extends Error {
  constructor(readonly value: unknown) {
    super("unchanged");
  }
}

/**
 * Whose turn the slow work of an operation takes: that of the actor's account, or of the network of somebody who is not
 * logged in. So no account and no network holds the others up, and whoever logs in goes first.
 */
function turnOf(actor: Actor, permission: Permission): Turn {
  const of = actor.kind === "member" ? `account ${actor.accountId}` : `network ${currentRequest().network}`;
  return { of, first: permission === "session.start" };
}

/**
 * Failures of the database's own (busy, full, unreachable), and too much work at once, become a 503 that says so; others pass on to the
 * door. Nothing was kept then, unless the answer to a COMMIT was lost.
 */
async function answered<T>(turn: Turn, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await inTurn(turn, work);
  } catch (error) {
    if (isUnanswered(error)) return loggedAs(error, unknownIfKept);
    if (!isUnavailable(error) && !isTooMany(error)) throw error;
    return loggedAs(error, refuse("unavailable"));
  }
}

/** Of work in many steps some may be done when the database does not answer any more. */
const asInSteps = <T>(result: Result<T>): Result<T> =>
  isRefusal(result) && result.sentence.key === "outcomes.unavailable" ? refuse("unavailable", "outcomes.in_steps") : result;

function loggedAs(error: unknown, refusal: Refusal): Refusal {
  log({ level: "warning", event: refusal.outcome, request: currentRequest().id, error });
  return refusal;
}

/** Whether they may, whether they proved lately who they are, and only then whether the input is right. */
function admit<S extends z.ZodMiniType>(
  { permission, input: schema }: { permission: Permission; input: S },
  actor: Actor,
  input: unknown,
): { value: z.output<S> } | Refusal {
  const refusal = refusalFor(actor, permission);
  if (refusal) return noted(refusal, actor, permission);
  const unproved = stepUpFor(actor, permission, new Date());
  if (unproved) return unproved;
  return understood(schema, input);
}

/** The process's log tells who was refused what; the account's activity does not (lib/DECISIONS.md, 10). */
function noted(refusal: Refusal, actor: Actor, permission: Permission): Refusal {
  const who = actor.kind === "member" ? actor.personId : actor.kind;
  log({ level: "warning", event: "refused", request: currentRequest().id, message: `${permission} to ${who} at ${actor.address}` });
  return refusal;
}
