import "server-only";
import type { Member } from "@/lib/access/actor";
import type { FieldChange } from "@/lib/access/audit";
import type { Keeping } from "@/lib/access/authorize";
import { forgetTries } from "@/lib/access/limits";
import type { ShownSession } from "@/lib/domain/sessions/output";
import { whereaboutsFor } from "@/lib/domain/sessions/whereabouts";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/** The key of the tries to log in as somebody; those from a browser that they came in with before are counted apart. */
export const triesToLogIn = (identity: string, known: boolean) => limitKey(env.secret, known ? "sign-in known" : "sign-in", identity);

/** The key of the tries at one's own password by somebody who is logged in. */
export const triesAtOwnPassword = (personId: string) => limitKey(env.secret, "own password", personId);

/** Forgets the tries at the password of somebody who gets another. */
export const forgetPasswordTries = (auth: Keeping, personId: string): Promise<void> =>
  forgetTries(auth, [triesToLogIn(personId, true), triesToLogIn(personId, false), triesAtOwnPassword(personId)]);

/** How long somebody may take for the second factor once the password was right, in milliseconds. */
export const factorWithin = 10 * 60_000;

export const networkWindow = 15 * 60_000;

/** Alive, and owing no second factor: what owes one opens nothing, and is nobody's session yet. */
export const openAt = (now: Date) => ({ factorDue: false, ...aliveAt(now) });

/** Neither over nor idle for too long. */
export const aliveAt = (now: Date) => ({
  expiresAt: { gt: now },
  lastSeenAt: { gt: new Date(now.getTime() - env.idleMinutes * 60_000) },
});

/** What a line tells of sessions that a change ended. */
export const endedSessions = (ended: number): FieldChange[] =>
  ended > 0 ? [{ field: "sessions", before: String(ended), after: "0" }] : [];

/** A session as a list shows it. */
export type OpenSession = { id: string; userAgent: string; address: string; method: string; createdAt: Date; lastSeenAt: Date };

/** An open session in the words of whoever reads it. */
export function shownSession({ principal }: Member, { id, method, createdAt, lastSeenAt, ...from }: OpenSession): ShownSession {
  const moments = { createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
  // Only `insertSession` writes a method.
  return { id, method: method as SignInMethod, ...moments, ...whereaboutsFor(principal, from) };
}
