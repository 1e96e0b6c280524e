import "server-only";
import type { Member } from "@/lib/access/actor";
import { whereaboutsFor } from "@/lib/domain/sessions/whereabouts";
import type { SignInMethod, SignInOutcome } from "@/lib/domain/sign-ins/schema";
import type { SignInRow } from "@/lib/domain/sign-ins/store";

/** Somebody logged in, or was refused, as the person whose access it was is shown it. */
export const shownTry = (reader: Member, { id, at, method, outcome, ...from }: SignInRow) => ({
  id,
  at,
  method: method as SignInMethod,
  outcome: outcome as SignInOutcome,
  ...whereaboutsFor(reader, from),
});

export type ShownTry = ReturnType<typeof shownTry>;
