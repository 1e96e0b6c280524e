import "server-only";
import * as z from "zod/mini";
import { endedOthers, renewedSession, shownSession } from "@/lib/domain/sessions/output";
import { shownAttempt } from "@/lib/domain/sign-ins/output";
import { shownFactor } from "@/lib/domain/two-factor/output";

/** The result of a new own password: the other sessions ended, and the current one has a new token. */
export const replacedPassword = z.extend(endedOthers, renewedSession.shape);

/** The result of setting another person's password: how many of their sessions ended. */
export const givenPassword = z.object({ ended: z.number() });

/** The user's own login on the Security page. */
export const security = z.object({
  passwordChangedAt: z.date(),
  /** Words that must not make up their password. */
  words: z.array(z.string()),
  factors: z.array(shownFactor),
  /** The number of unused backup codes, and when they were made. */
  codes: z.object({ left: z.number(), madeAt: z.nullable(z.date()) }),
  sessions: z.array(shownSession),
  moreSessions: z.number(),
  /** Whether they want notices that are not about the security of their login. */
  otherNotices: z.boolean(),
  history: z.array(shownAttempt),
});
