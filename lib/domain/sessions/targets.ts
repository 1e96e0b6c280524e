import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { findOwnOther } from "@/lib/domain/sessions/store";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** The log-in whose second factor the actor owes. There is nothing of it to load: it is the session that they use. */
export async function owedFactor({ actor }: Authorized<"session.verify">): Promise<null | Refusal> {
  return actor.credential.owes === "second-factor" ? null : refuse("conflict", "errors.verified");
}

/** Another open session of one's own: the one in use is ended by logging out. */
export async function otherSession(auth: Authorized<"session.end-one">, { id }: { id: string }) {
  if (id === auth.actor.credential.sessionId) return refuse("conflict", "errors.session.own");
  return (await findOwnOther(auth, id)) ?? refuse("not_found", "errors.session.gone");
}
