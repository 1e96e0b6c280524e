import "server-only";

/** Backup codes are made so many at once. */
export const codesAtOnce = 10;

/** More factors than these nobody needs, and each is tried at a code. */
export const mostFactors = 20;

/** A factor that is no more, as the activity tells it. */
export const factorGone = ({ kind, passkey, name }: { kind: string; passkey: boolean; name: string }) => ({ field: passkey ? "passkey" : kind, before: name, after: null });
