import "server-only";
import type { Person } from "@/lib/access/actor";
import { loginDetailsFor } from "@/lib/domain/sessions/login-details";
import type { ShownAttempt } from "@/lib/domain/sign-ins/output";
import type { SignInMethod, SignInOutcome } from "@/lib/domain/sign-ins/schema";
import type { SignInRow } from "@/lib/domain/sign-ins/store";

/** A login try, in the reader's language. */
export const shownAttempt = (
  reader: Pick<Person, "language">,
  { id, at, method, outcome, ...from }: SignInRow,
): ShownAttempt => ({
  id,
  at,
  // Only `recordAttempt` and `settleAttempt` write these.
  method: method as SignInMethod,
  outcome: outcome as SignInOutcome,
  ...loginDetailsFor(reader, from),
});
