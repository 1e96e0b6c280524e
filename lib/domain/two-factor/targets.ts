import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { findPersonNamed } from "@/lib/domain/people/store";
import { refuseEnrolment } from "@/lib/domain/two-factor/rules";
import { ownFactors, type Factor } from "@/lib/domain/two-factor/store";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

/** The actor's apps and keys, before another is added. */
export async function factorsToAddTo(
  auth: Authorized<"factors.add-app" | "factors.add-key" | "factors.ask-new-key">,
): Promise<Factor[] | Refusal> {
  return refuseEnrolment(auth.actor) ?? ownFactors(auth);
}

/** Finds an app or key of the actor. Refuses a missing one before any verification. */
export async function ownFactor(auth: Authorized<"factors.remove">, { id }: { id: string }): Promise<Factor | Refusal> {
  return (await ownFactors(auth)).find((factor) => factor.id === id) ?? refuse("not_found", "errors.factor.gone");
}

/** Checks that the actor has two-factor authentication: backup codes are useless without it. */
export async function ownTwoFactor({ actor }: Authorized<"codes.make">): Promise<null | Refusal> {
  return actor.principal.twoFactor ? null : refuse("conflict", "errors.codes_off");
}

/** Finds a person with two-factor authentication, for the operator. */
export async function personToHelp(auth: Authorized<"two-factor.reset">, { id }: { id: string }) {
  const person = (await findPersonNamed(auth, parseSignIn(id))) ?? refuse("not_found", "errors.nobody", { id });
  return isRefusal(person) || person.twoFactor ? person : refuse("conflict", "errors.no_factors");
}
