import "server-only";
import { randomInt } from "node:crypto";

/** What wakes the background work before its timers do: a pending item that a person stored, or a queued mail. */
export type Wake = "pending" | "mail";

// Next bundles pages separately from the code that instrumentation.ts starts. Both find the function on globalThis.
const shared = Symbol.for("steward.wake");
const everywhere = globalThis as { [shared]?: (what: Wake) => void };

/** Sets the function that this process calls to wake its background work. */
export function onWake(wake: (what: Wake) => void): void {
  everywhere[shared] = wake;
}

/**
 * When the background work wakes, in milliseconds. For a pending item the moment is random, so that the time of the next answer reveals
 * nothing about this one. The transaction that queued a mail may not have committed yet, so the work looks several times.
 */
const moments = { pending: () => [randomInt(300, 1800)], mail: () => [50, 500, 2000] } satisfies Record<
  Wake,
  () => number[]
>;

/** Wakes the background work of this process. If there is none, or it finds nothing yet, a timer or another process does the work. */
export function wake(what: Wake): void {
  const woken = everywhere[shared];
  if (woken) for (const moment of moments[what]()) setTimeout(() => woken(what), moment).unref();
}
