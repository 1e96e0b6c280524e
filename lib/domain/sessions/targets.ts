import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { findOwnOther } from "@/lib/domain/sessions/store";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** Checks that the actor's session waits for the second step. Loads nothing: it is the current session. */
export async function pendingFactorOwner({ actor }: Authorized<"session.verify">): Promise<null | Refusal> {
  return actor.credential.pendingStep === "second-factor" ? null : refuse("conflict", "errors.verified");
}

/** Finds another open session of the actor. Refuses the current one: they end it by logging out. */
export async function otherSession(auth: Authorized<"session.end-one">, { id }: { id: string }) {
  if (id === auth.actor.credential.sessionId) return refuse("conflict", "errors.session.own");
  return (await findOwnOther(auth, id)) ?? refuse("not_found", "errors.session.gone");
}
