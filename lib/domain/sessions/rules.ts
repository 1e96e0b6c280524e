import "server-only";
import type { Member } from "@/lib/access/actor";
import type { FieldChange } from "@/lib/access/audit";
import type { AnyWriter } from "@/lib/access/authorize";
import { resetAttempts } from "@/lib/access/limits";
import { loginDetailsFor } from "@/lib/domain/sessions/login-details";
import type { ShownSession } from "@/lib/domain/sessions/output";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/** The limit key for tries to log in as a person. Tries from a known browser count separately. */
export const triesToLogIn = (identity: string, known: boolean) =>
  limitKey(env.secret, known ? "sign-in known" : "sign-in", identity);

/** The limit key for tries at the actor's own password while logged in. */
export const triesAtOwnPassword = (personId: string) => limitKey(env.secret, "own password", personId);

/** Forgets the tries at a person's old password. */
export const resetPasswordAttempts = (auth: AnyWriter, personId: string): Promise<void> =>
  resetAttempts(auth, [triesToLogIn(personId, true), triesToLogIn(personId, false), triesAtOwnPassword(personId)]);

/** How long a user can take for the second step after the password, in milliseconds. */
export const factorWithin = 10 * 60_000;

export const networkWindow = 15 * 60_000;

/** Alive, and not waiting for the second step. Until that step, a session gives access to nothing. */
export const openAt = (now: Date) => ({ factorDue: false, ...aliveAt(now) });

/** Neither expired nor idle for too long. */
export const aliveAt = (now: Date) => ({
  expiresAt: { gt: now },
  lastSeenAt: { gt: new Date(now.getTime() - env.idleMinutes * 60_000) },
});

/** The part of an activity entry about ended sessions. */
export const endedSessions = (ended: number): FieldChange[] =>
  ended > 0 ? [{ field: "sessions", before: String(ended), after: "0" }] : [];

/** A session in a list. */
export type OpenSession = {
  id: string;
  userAgent: string;
  ip: string;
  method: string;
  createdAt: Date;
  lastSeenAt: Date;
};

/** An open session, in the reader's language. */
export function shownSession(
  { principal }: Member,
  { id, method, createdAt, lastSeenAt, ...from }: OpenSession,
): ShownSession {
  const moments = { createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
  // Only `insertSession` writes a method.
  return { id, method: method as SignInMethod, ...moments, ...loginDetailsFor(principal, from) };
}
