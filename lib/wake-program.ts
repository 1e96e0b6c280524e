import "server-only";
import { randomInt } from "node:crypto";

const shared = Symbol.for("steward.program");
const everywhere = globalThis as { [shared]?: () => void };

/** What wakes the program of this process when somebody asked for something. Pages are bundled apart from it, and share it here. */
export function onRequest(wake: () => void): void {
  everywhere[shared] = wake;
}

/**
 * Tells the program of this process that a request waits. It comes at a moment that nobody can foresee, so that the time
 * of the next answer tells nothing of this one; where no program is here, its own clock or another process finds it.
 */
export function wakeProgram(): void {
  setTimeout(() => everywhere[shared]?.(), randomInt(300, 1800)).unref();
}
