import "server-only";
import { isMember, type Actor } from "@/lib/access/actor";
import { formInput } from "@/lib/access/input";
import type { Operation } from "@/lib/access/operation";
import { currentActor } from "@/lib/doors/current-actor";
import { isScripted } from "@/lib/doors/redirect-from-action";
import { pageOf } from "@/lib/doors/sentence-page";
import { signInIdOf } from "@/lib/isomorphic/identifiers";
import { renderedFor } from "@/lib/isomorphic/rendered-for";
import { refuse, statusOf, type Refusal, type Result } from "@/lib/isomorphic/result";
import { policy, type Permission } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";

/**
 * Performs an operation for a form, if the form was loaded by the person who sends it. Another person may have logged in in this browser
 * since. This check comes before permission, input and limits.
 */
export async function performForRenderedUser<T>(
  operation: Operation<Permission, T>,
  form: FormData | null,
): Promise<Result<T>> {
  const actor = await currentActor();
  return refusalOfOther(actor, operation.permission, form) ?? operation.perform(actor, form && formInput(form));
}

/** Refuses a form of another person. A form that names nobody is refused too, so that a form without the field never works. */
function refusalOfOther(actor: Actor, permission: Permission, form: FormData | null): Refusal | null {
  if (!isMember(actor) || isForAnyUser(permission)) return null;
  const { personId, login, digitalId } = actor.principal;
  if (form?.getAll(renderedFor).join() === personId) return null;
  const id = signInIdOf({ login, account: { digitalId } });
  return { ...refuse("conflict", "outcomes.somebody_else", { id }), remedy: "reload" };
}

/** These operations do not act for the person who is logged in: a log-in, a link of an email, a sign-up. Logging out always works. */
const isForAnyUser = (permission: Permission) => policy[permission].level === "anyone" || permission === "session.end";

/** Whether a form was refused because it belongs to another person. */
export const isForOtherUser = ({ outcome, remedy }: Refusal) => outcome === "conflict" && remedy === "reload";

/**
 * Answers a form of another person with a conflict. With JavaScript the page stays and keeps what was typed. Without JavaScript the answer
 * is one sentence. The page would be rendered for the person who is logged in now, and they must not see what another person typed.
 */
export async function answerOtherUser(refusal: Refusal): Promise<Refusal> {
  const { setStatus, setPage } = currentRequest();
  if (await isScripted()) setStatus(statusOf.conflict);
  else setPage(statusOf.conflict, await pageOf(refusal.sentence, "reload"));
  return refusal;
}
