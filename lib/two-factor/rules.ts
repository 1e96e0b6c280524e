import "server-only";

/** Backup codes are made so many at once. */
export const codesAtOnce = 10;

/** More factors than these nobody needs, and each is tried at a code. */
export const mostFactors = 20;
