import "server-only";
import { revalidatePath } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type { Operation } from "@/lib/access/operation";
import { isUnavailable } from "@/lib/database/db";
import { choosesPassword } from "@/lib/domain/passwords/schema";
import { answerOther, isOfOther, performDrawn } from "@/lib/doors/drawn-for";
import { isScripted, leadOn } from "@/lib/doors/lead-on";
import { sentOf, typedIn } from "@/lib/doors/secrets";
import { noteBlankEnd } from "@/lib/doors/session-cookie";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import type { Sent } from "@/lib/isomorphic/fields";
import { done, isRefusal, refuse, statusOf, type Refusal, type Result } from "@/lib/isomorphic/result";
import { policy, type Permission } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { log } from "@/lib/runtime/log.mjs";

type Options<T> = {
  /** What happens once it is done, with everything that it gave: cookies, a redirect. */
  finish?: (value: T) => Promise<void>;
  /**
   * Where a browser without JavaScript goes on, and is told what was done; null is where it is. With JavaScript the page
   * decides.
   */
  withoutScript?: (value: Sent<T>, form: FormData) => string | null;
};

/**
 * The door of a form: an operation as a server action. It answers with the `Result` itself, without what is secret in it; a refused form
 * gets back what was typed, without what is secret in that.
 */
export function asAction<T>(operation: Operation<Permission, T>, options: Options<NoInfer<T>> = {}) {
  return async (_previous: unknown, form: FormData): Promise<Result<Sent<T>>> => {
    let isDone = false;
    try {
      // Whether they may is decided inside, before the input is looked at: a malformed one is passed on as such.
      const result = await performDrawn(operation, form instanceof FormData ? form : null);
      if (isRefusal(result)) return refused(operation, result, form);
      isDone = policy[operation.permission].kind !== "read";
      if (policy[operation.permission].kind === "change") revalidatePath("/", "layout");
      if (setsBlankEnd(operation, form) && !(await isScripted())) await noteBlankEnd();
      await options.finish?.(result.value);
      const sent = sentOf(operation, result.value);
      const onward = (await isScripted()) ? null : options.withoutScript?.(sent, form);
      if (onward) redirect(onward);
      return done(sent);
    } catch (error) {
      await leadOn(error);
      unstable_rethrow(error);
      return refused(operation, (isDone ? unexpectedAfter : unexpected)(error, operation.permission), form);
    }
  };
}

/** Whether the form set a password that begins or ends with a blank. With JavaScript its field says so while somebody types. */
function setsBlankEnd({ input }: Operation<Permission, unknown>, form: FormData): boolean {
  const password = form.get("password");
  return choosesPassword(input) && typeof password === "string" && hasBlankEnd(password);
}

/** A database out of reach says so; what should never have happened is logged, under the number that the person is shown. */
export function unexpected(error: unknown, what: Permission | "who asks"): Refusal {
  const { id } = currentRequest();
  if (isUnavailable(error)) {
    log({ level: "warning", event: "unavailable", request: id, error });
    return refuse("unavailable");
  }
  log({ event: `${what} failed`, request: id, error });
  return refuse("failed", "outcomes.failed", { id });
}

/** What went wrong when everything was done and kept already: the cookies, or the pages that show it. */
export function unexpectedAfter(error: unknown, what: Permission): Refusal {
  const { id } = currentRequest();
  log({ event: `${what} failed after it was done`, request: id, error });
  return { ...refuse("failed", "outcomes.failed_after", { id }), remedy: "reload" };
}

/** Whatever watches from outside sees that the database does not answer; almost every other refusal is for the page alone. */
async function refused(operation: Operation, refusal: Refusal, form: unknown): Promise<Refusal> {
  if (isOfOther(refusal)) return answerOther(refusal);
  if (refusal.outcome === "unavailable") currentRequest().setStatus(statusOf.unavailable);
  return { ...refusal, values: typedIn(operation, form) };
}
