import "server-only";
import type { Member } from "@/lib/actor";
import type { SignInMethod, SignInOutcome } from "@/lib/sign-ins/schema";
import type { SignInRow } from "@/lib/sign-ins/store";
import { whereaboutsFor } from "@/lib/whereabouts";

/** Somebody logged in, or was refused, as the person whose access it was is shown it. */
export const shownTry = (reader: Member, { id, at, method, outcome, ...from }: SignInRow) => ({
  id,
  at,
  method: method as SignInMethod,
  outcome: outcome as SignInOutcome,
  ...whereaboutsFor(reader, from),
});

export type ShownTry = ReturnType<typeof shownTry>;
