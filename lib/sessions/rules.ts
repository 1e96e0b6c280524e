import "server-only";

/** The limits of guessing a password, counted for each identity and, wider, for each network (promises.md, Sign-in). */
export const guesses = {
  free: 5,
  firstWait: 30_000,
  longestWait: 15 * 60_000,
  forgetAfter: 24 * 3_600_000,
} as const;

export const networkWindow = 15 * 60_000;
