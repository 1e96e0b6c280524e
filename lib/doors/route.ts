import "server-only";
import { unstable_rethrow } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { formInput } from "@/lib/access/input";
import type { Operation } from "@/lib/access/operation";
import { unexpected } from "@/lib/doors/action";
import { currentActor } from "@/lib/doors/current-actor";
import { currentLanguage } from "@/lib/doors/current-language";
import { plainPage } from "@/lib/i18n/plain-page.mjs";
import { done, isRefusal, statusOf, type Refusal, type Result, type Sentence } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

type Options<T> = {
  /** The input, from the request. By default the fields of a posted form, and of a GET nothing. */
  input?: (request: Request) => unknown;
  /** The answer to what was done; by default its value as JSON. */
  answer?: (value: T) => Response | Promise<Response>;
  /** The answer to a refusal; by default its outcome as JSON, with its status. */
  refused?: (refusal: Refusal) => Response | Promise<Response>;
};

/** The door of an address: an operation as a route handler. */
export function asRoute<T>(operation: Operation<Permission, T>, options: Options<T> = {}) {
  const { input = fieldsOf, answer = asJson, refused = refusedAsJson } = options;
  return async (request: Request): Promise<Response> => {
    const result = await perform(operation, () => input(request));
    return isRefusal(result) ? refused(result) : answer(result.value);
  };
}

/** For next-auth, whose `authorize` and `signOut` come from a request of its own: the same operation, its result. */
export const viaRoute = <T>(operation: Operation<Permission, T>, input: unknown) => perform(operation, () => input);

async function perform<T>(operation: Operation<Permission, T>, input: () => unknown): Promise<Result<T>> {
  try {
    return await operation.perform(await currentActor(), await input());
  } catch (error) {
    unstable_rethrow(error);
    return unexpected(error, operation.permission);
  }
}

async function fieldsOf(request: Request): Promise<unknown> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  return formInput(await request.formData().catch(() => new FormData()));
}

/** The answer to a page's own script: the `Result` itself, as an action gives it, with its status. */
export const asResult = {
  answer: (value: unknown) => Response.json(done(value)),
  refused: (refusal: Refusal) => Response.json(refusal, { status: statusOf[refusal.outcome] }),
};

const asJson = (value: unknown) => Response.json(value);

/** For a program that asks: the outcome, and the sentence for whoever reads its log. */
export async function refusedAsJson({ outcome, sentence }: Refusal): Promise<Response> {
  return Response.json({ outcome, sentence: await said(sentence) }, { status: statusOf[outcome] });
}

/** For a person whose browser went to the address itself. */
export async function refusedAsPage({ outcome, sentence }: Refusal): Promise<Response> {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(plainPage(await currentLanguage(), await said(sentence)), { status: statusOf[outcome], headers });
}

async function said({ key, params }: Sentence): Promise<string> {
  const t = await getTranslations();
  // Such keys are data, as in components/form/use-sentence.ts.
  return t(key as never, params as never);
}
