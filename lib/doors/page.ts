import "server-only";
import { forbidden, notFound, redirect, unstable_rethrow } from "next/navigation";
import { isMember, type Actor, type Member } from "@/lib/access/actor";
import { refusalFor } from "@/lib/access/authorize";
import type { Operation } from "@/lib/access/operation";
import { unexpected } from "@/lib/doors/action";
import { currentActor } from "@/lib/doors/current-actor";
import { sentOf } from "@/lib/doors/secrets";
import type { Sent } from "@/lib/isomorphic/fields";
import { logInFor } from "@/lib/isomorphic/log-in-url.mjs";
import { onwardOf, paths } from "@/lib/isomorphic/paths";
import { isRefusal, statusOf, type Refusal } from "@/lib/isomorphic/result";
import type { PendingStep, Permission } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";

// These two are all that a page may use of lib/access.
export { browserOf, isMember } from "@/lib/access/actor";

/**
 * The door of a page: gives the value of a read, or leaves the page. A visitor who is not logged in goes to the log-in page and returns
 * afterwards. A row of another account is not found. A database that does not answer makes the page a 503.
 */
export async function load<T>(operation: Operation<Permission, T>, input: unknown = {}): Promise<Sent<T>> {
  const result = await operation
    .perform(await loadActor(), input)
    .catch((error) => unexpected(error, operation.permission));
  return isRefusal(result) ? failPage(result) : sentOf(operation, result.value);
}

/**
 * The person who is logged in. Everyone else is led to the page where they can log in or continue. With a permission, a person without it
 * gets a 403 page.
 */
export async function loadMember(permission?: Permission): Promise<Member> {
  const actor = await loadActor();
  if (!isMember(actor)) redirect(logInFor(currentRequest().path));
  const { pendingStep } = actor.credential;
  if (pendingStep) redirect(onwardOf(pendingStep));
  const refusal = permission ? refusalFor(actor, permission) : null;
  return refusal ? failPage(refusal) : actor;
}

/** The person who must complete this step of the login. Everyone else is led to their next page. */
export async function loadWithPendingStep(step: PendingStep): Promise<Member> {
  const actor = await loadActor();
  if (!isMember(actor)) redirect(paths.logIn);
  const { pendingStep } = actor.credential;
  if (pendingStep !== step) redirect(onwardOf(pendingStep));
  return actor;
}

/** The actor, logged in or not. A database that does not answer makes the page a 503. */
export async function loadActor(): Promise<Actor> {
  return currentActor().catch((error: unknown) => {
    unstable_rethrow(error);
    return failPage(unexpected(error, "who asks"));
  });
}

/** The theme that the person chose, if any. If the person cannot be read, the page inside says why. */
export async function loadTheme(): Promise<string | undefined> {
  const actor = await currentActor().catch((error: unknown) => unstable_rethrow(error));
  if (!actor || !isMember(actor)) return undefined;
  const { theme } = actor.principal;
  return theme === "system" ? undefined : theme;
}

function failPage(refusal: Refusal): never {
  const { path, setStatus } = currentRequest();
  switch (refusal.outcome) {
    case "signed_out":
      redirect(logInFor(path));
    case "not_found":
      setStatus(statusOf.not_found);
      notFound();
    case "forbidden":
      if (refusal.pendingStep) redirect(onwardOf(refusal.pendingStep));
      setStatus(statusOf.forbidden);
      forbidden();
    case "unavailable":
      setStatus(statusOf.unavailable);
      throw new PageFailed(refusal);
    default:
      setStatus(statusOf.failed);
      throw new PageFailed(refusal);
  }
}

/** Ends in the error page. The page can show only its digest: the number under which the error was logged. */
class PageFailed extends Error {
  readonly digest: string;
  constructor({ outcome, sentence }: Refusal) {
    super(outcome);
    this.digest = outcome === "unavailable" ? "unavailable" : String(sentence.params?.id ?? "");
  }
}
