import "server-only";
import { revalidatePath } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type * as z from "zod/mini";
import type { Operation, Schema } from "@/lib/access/operation";
import { isUnavailable } from "@/lib/database/db";
import { choosesPassword } from "@/lib/domain/passwords/schema";
import { isScripted, redirectFromAction } from "@/lib/doors/redirect-from-action";
import { answerOtherUser, isForOtherUser, performForRenderedUser } from "@/lib/doors/rendered-for";
import { sentOf, typedIn } from "@/lib/doors/secrets";
import { rememberBlankEnd } from "@/lib/doors/session-cookie";
import type { Action } from "@/lib/isomorphic/action";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import type { Sent } from "@/lib/isomorphic/fields";
import { done, isRefusal, refuse, statusOf, type Refusal, type Result } from "@/lib/isomorphic/result";
import { policy, type Permission } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { log } from "@/lib/runtime/log.mjs";

type Options<T> = {
  /** Runs after the operation with everything that it gave, to set cookies or redirect. */
  finish?: (value: T) => Promise<void>;
  /**
   * The URL to which a browser without JavaScript goes next, where the page confirms what was done; null is the same page. With
   * JavaScript the page decides.
   */
  withoutScript?: (value: Sent<T>, form: FormData) => string | null;
};

/**
 * The door of a form: runs an operation as a server action. It answers with the `Result` without its secrets. A refused form gets back what
 * was typed, also without secrets.
 */
export function asAction<T, S extends Schema>(
  operation: Operation<Permission, T, S>,
  options: Options<NoInfer<T>> = {},
): Action<Sent<T>, FormInput<S>> {
  return async (_previous: unknown, form: FormData): Promise<Result<Sent<T>>> => {
    let isDone = false;
    try {
      // The operation checks the permission before it looks at the input, so a malformed form is passed on.
      const result = await performForRenderedUser(operation, form instanceof FormData ? form : null);
      if (isRefusal(result)) return refused(operation, result, form);
      isDone = policy[operation.permission].kind !== "read";
      if (policy[operation.permission].kind === "change") revalidatePath("/", "layout");
      if (setsBlankEnd(operation, form) && !(await isScripted())) await rememberBlankEnd();
      await options.finish?.(result.value);
      const sent = sentOf(operation, result.value);
      const onward = (await isScripted()) ? null : options.withoutScript?.(sent, form);
      if (onward) redirect(onward);
      return done(sent);
    } catch (error) {
      await redirectFromAction(error);
      unstable_rethrow(error);
      return refused(operation, (isDone ? unexpectedAfter : unexpected)(error, operation.permission), form);
    }
  };
}

/** What a schema takes. Without the index signature that zod gives to an object without fields: a form has no such field. */
type FormInput<S extends Schema> = string extends keyof z.input<S> ? Record<never, string> : z.input<S>;

/** Whether the form set a password that begins or ends with a blank. With JavaScript the field points it out while the user types. */
function setsBlankEnd({ input }: Operation<Permission, unknown>, form: FormData): boolean {
  const password = form.get("password");
  return choosesPassword(input) && typeof password === "string" && hasBlankEnd(password);
}

/** The refusal for an unexpected error. An unreachable database is named; any other error is logged under the number that the person sees. */
export function unexpected(error: unknown, what: Permission | "who asks"): Refusal {
  const { id } = currentRequest();
  if (isUnavailable(error)) {
    log({ level: "warning", event: "unavailable", request: id, error });
    return refuse("unavailable");
  }
  log({ event: `${what} failed`, request: id, error });
  return refuse("failed", "outcomes.failed", { id });
}

/** The refusal for an error after the change was saved, in setting cookies or drawing the pages. */
export function unexpectedAfter(error: unknown, what: Permission): Refusal {
  const { id } = currentRequest();
  log({ event: `${what} failed after it was done`, request: id, error });
  return { ...refuse("failed", "outcomes.failed_after", { id }), remedy: "reload" };
}

/** Sets the status 503 if the database does not answer, so that monitors see it. Almost every other refusal concerns only the page. */
async function refused(operation: Operation, refusal: Refusal, form: unknown): Promise<Refusal> {
  if (isForOtherUser(refusal)) return answerOtherUser(refusal);
  if (refusal.outcome === "unavailable") currentRequest().setStatus(statusOf.unavailable);
  return { ...refusal, values: typedIn(operation, form) };
}
