import "server-only";
import * as z from "zod/mini";
import { endedOthers, renewedSession, shownSession } from "@/lib/domain/sessions/output";
import { shownTry } from "@/lib/domain/sign-ins/output";
import { shownFactor } from "@/lib/domain/two-factor/output";

/** One has another password: others of one's sessions ended, and the one in use goes on under another token. */
export const replacedPassword = z.extend(endedOthers, renewedSession.shape);

/** Somebody got another password. How many of their sessions ended. */
export const givenPassword = z.object({ ended: z.number() });

/** What the Security page shows of one's own access. */
export const security = z.object({
  passwordChangedAt: z.date(),
  /** What a password of theirs must not be made of. */
  words: z.array(z.string()),
  factors: z.array(shownFactor),
  /** The backup codes that are left, and when they were made. */
  codes: z.object({ left: z.number(), madeAt: z.nullable(z.date()) }),
  sessions: z.array(shownSession),
  moreSessions: z.number(),
  /** Whether they want the notices that are not about the security of their access. */
  otherNotices: z.boolean(),
  history: z.array(shownTry),
});
