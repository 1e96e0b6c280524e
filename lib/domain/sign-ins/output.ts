import "server-only";
import * as z from "zod/mini";
import { loginDetails } from "@/lib/domain/sessions/output";
import { signInMethods, signInOutcomes } from "@/lib/domain/sign-ins/schema";
import { listWays } from "@/lib/isomorphic/fields";

/** A successful or failed login, as the user sees it. */
export const shownAttempt = z.object({
  id: z.string(),
  at: z.date(),
  method: z.enum(signInMethods),
  outcome: z.enum(signInOutcomes),
  ...loginDetails,
});
export type ShownAttempt = z.output<typeof shownAttempt>;

/** A page of the login history. */
export const historyPage = z.object({ ...listWays, tries: z.array(shownAttempt) });
