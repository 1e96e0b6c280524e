import "server-only";
import { randomInt } from "node:crypto";

// Next bundles pages apart from what instrumentation.ts starts. Both find the function to call on globalThis.
const ofProgram = Symbol.for("steward.program");
const ofSender = Symbol.for("steward.mail");
const everywhere = globalThis as { [ofProgram]?: () => void; [ofSender]?: () => void };

/** What wakes the program of this process when somebody asked for something. */
export function onRequest(wake: () => void): void {
  everywhere[ofProgram] = wake;
}

/**
 * Tells the program of this process that a request waits. It comes at a moment that nobody can foresee, so that the time
 * of the next answer tells nothing of this one; where no program is here, its own clock or another process finds it.
 */
export function wakeProgram(): void {
  setTimeout(() => everywhere[ofProgram]?.(), randomInt(300, 1800)).unref();
}

/** What wakes the sender of this process when there is mail. */
export function onMail(wake: () => void): void {
  everywhere[ofSender] = wake;
}

/**
 * Tells the sender of this process that there is mail. Whoever queued it may not have committed yet, so it looks more
 * than once; where it still finds nothing, or there is no sender here, its own clock or another process finds the mail.
 */
export function wakeSender(): void {
  for (const wait of [50, 500, 2000]) setTimeout(() => everywhere[ofSender]?.(), wait).unref();
}
