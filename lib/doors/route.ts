import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { Operation } from "@/lib/access/operation";
import { unexpected, unexpectedAfter } from "@/lib/doors/action";
import { performForRenderedUser } from "@/lib/doors/rendered-for";
import { sentOf } from "@/lib/doors/secrets";
import { formatSentence, pageOf } from "@/lib/doors/sentence-page";
import type { Sent } from "@/lib/isomorphic/fields";
import { done, isRefusal, statusOf, type Refusal, type Result } from "@/lib/isomorphic/result";
import { policy, type Permission } from "@/lib/policy";

type Options<T> = {
  /** Runs after the operation with everything that it gave, to set cookies. */
  finish?: (value: T) => Promise<void>;
  /** Makes the answer from the value without its secrets; by default as JSON. */
  answer?: (sent: Sent<T>) => Response | Promise<Response>;
  /** Makes the answer to a refusal; by default its outcome as JSON, with its status. */
  refused?: (refusal: Refusal) => Response | Promise<Response>;
};

/** The door of a path: runs an operation as a route handler. The posted form is its input. */
export function asRoute<T>(operation: Operation<Permission, T>, options: Options<NoInfer<T>> = {}) {
  const { finish, answer = asJson, refused = refusedAsJson } = options;
  return async (request: Request): Promise<Response> => {
    const result = await answered(operation, request);
    if (isRefusal(result)) return refused(result);
    try {
      await finish?.(result.value);
      return await answer(sentOf(operation, result.value));
    } catch (error) {
      unstable_rethrow(error);
      const toRefusal = policy[operation.permission].kind === "read" ? unexpected : unexpectedAfter;
      return refused(toRefusal(error, operation.permission));
    }
  };
}

async function answered<T>(operation: Operation<Permission, T>, request: Request): Promise<Result<T>> {
  try {
    return await performForRenderedUser(operation, await formOf(request));
  } catch (error) {
    unstable_rethrow(error);
    return unexpected(error, operation.permission);
  }
}

/** The posted form. A GET has none, so it is empty. */
const formOf = (request: Request): Promise<FormData> => request.formData().catch(() => new FormData());

/** Answers a page's script with the `Result`, as an action does, and its status. */
export const asResult = {
  answer: (value: unknown) => Response.json(done(value)),
  refused: (refusal: Refusal) => Response.json(refusal, { status: statusOf[refusal.outcome] }),
};

const asJson = (value: unknown) => Response.json(value);

/** Answers a program: the outcome, and the sentence for the reader of its log. */
export async function refusedAsJson({ outcome, sentence }: Refusal): Promise<Response> {
  return Response.json({ outcome, sentence: await formatSentence(sentence) }, { status: statusOf[outcome] });
}

/** Answers a person whose browser opened the URL. */
export async function refusedAsPage({ outcome, sentence }: Refusal): Promise<Response> {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(await pageOf(sentence), { status: statusOf[outcome], headers });
}
