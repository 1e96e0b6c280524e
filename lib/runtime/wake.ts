import "server-only";
import { randomInt } from "node:crypto";

/** What wakes the program before its clocks do: a request that somebody made, and a mail that was queued. */
export type Wake = "request" | "mail";

// Next bundles pages apart from what instrumentation.ts starts. Both find the function to call on globalThis.
const shared = Symbol.for("steward.wake");
const everywhere = globalThis as { [shared]?: (what: Wake) => void };

/** The program of this process says what it does when it is woken. */
export function onWake(wake: (what: Wake) => void): void {
  everywhere[shared] = wake;
}

/**
 * When the program is woken, in milliseconds. After a request it is at a moment that nobody can foresee, so that the time of the next
 * answer tells nothing of this one. Whoever queued a mail may not have committed yet, so the program looks more than once.
 */
const moments = { request: () => [randomInt(300, 1800)], mail: () => [50, 500, 2000] } satisfies Record<Wake, () => number[]>;

/** Tells the program of this process that something waits. Where no program is here, or it finds nothing yet, a clock or another process finds it. */
export function wake(what: Wake): void {
  const woken = everywhere[shared];
  if (woken) for (const moment of moments[what]()) setTimeout(() => woken(what), moment).unref();
}
