import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { findHolderNamed } from "@/lib/domain/people/store";
import { refuse, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

/** Checks that the actor's password change is due. If another tab has already set it, the actor needs the current password. */
export async function duePassword({ actor }: Authorized<"password.renew">): Promise<null | Refusal> {
  return actor.credential.pendingStep === "password" ? null : refuse("conflict", "errors.password.not_due");
}

/** Finds an account holder by their ID. */
export async function namedHolder(auth: Authorized<"password.set">, { id }: { id: string }) {
  return (await findHolderNamed(auth, parseSignIn(id))) ?? refuse("not_found", "errors.no_holder", { id });
}
