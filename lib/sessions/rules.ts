import "server-only";
import { refuse, type Refusal } from "@/lib/result";

/** The limits of guessing a password, counted for each identity and, wider, for each network (promises.md, Sign-in). */
export const guesses = {
  free: 5,
  firstWait: 30_000,
  longestWait: 15 * 60_000,
  forgetAfter: 24 * 3_600_000,
} as const;

/** Says how long to wait before the next try. */
export function waiting(retryAt: number): Refusal {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  return seconds > 90
    ? refuse("too_many", "errors.wait_minutes", { minutes: Math.ceil(seconds / 60) })
    : refuse("too_many", "errors.wait_seconds", { seconds });
}

/** How long somebody may take for the second factor once the password was right, in milliseconds. */
export const factorWithin = 10 * 60_000;

export const networkWindow = 15 * 60_000;
