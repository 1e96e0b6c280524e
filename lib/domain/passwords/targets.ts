import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { findHolderNamed } from "@/lib/domain/people/store";
import { refuse, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

/** The password of one's own that is due. There is nothing of it to load. Another tab may have set it: from then on the current one is needed. */
export async function duePassword({ actor }: Authorized<"password.renew">): Promise<null | Refusal> {
  return actor.credential.owes === "password" ? null : refuse("conflict", "errors.password.not_due");
}

/** A holder, whom nobody in the account can help. */
export async function namedHolder(auth: Authorized<"password.set">, { id }: { id: string }) {
  return (await findHolderNamed(auth, parseSignIn(id))) ?? refuse("not_found", "errors.no_holder", { id });
}
