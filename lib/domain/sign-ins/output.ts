import "server-only";
import * as z from "zod/mini";
import { whereabouts } from "@/lib/domain/sessions/output";
import { signInMethods, signInOutcomes } from "@/lib/domain/sign-ins/schema";
import { listWays } from "@/lib/isomorphic/fields";

/** A successful or failed login, as the user sees it. */
export const shownTry = z.object({
  id: z.string(),
  at: z.date(),
  method: z.enum(signInMethods),
  outcome: z.enum(signInOutcomes),
  ...whereabouts,
});
export type ShownTry = z.output<typeof shownTry>;

/** A page of the login history. */
export const historyPage = z.object({ ...listWays, tries: z.array(shownTry) });
