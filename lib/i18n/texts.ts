import "server-only";
import { createTranslator } from "use-intl/core";
import en, { type Messages } from "@/lib/i18n/messages/en.mjs";
import type { Sentence } from "@/lib/isomorphic/result";
import { policy, type Level, type Permission } from "@/lib/policy";

/** A language's texts, and the sentences that follow from them and the policy. */
export type Texts = Messages & { withheld: Messages["does"] };

// A page asks for them; they change only with their file.
const complete = new WeakMap<Messages, Texts>();

/** Completes the texts of a language, whichever it is, by one sentence a permission that says who may. */
export function textsOf(messages: Messages): Texts {
  const texts = complete.get(messages) ?? { ...messages, withheld: sentences(messages.does, messages.who) };
  complete.set(messages, texts);
  return texts;
}

/** The source of every language, complete. The operator's commands speak it. */
export const english = textsOf(en);
export const sayInEnglish = createTranslator({ locale: "en", messages: english });

/** A sentence of an answer, as the operator's commands say it. */
export const inEnglish = ({ key, params }: Sentence): string => sayInEnglish(key, params);

/** In the shape of `does`: "Only an Administrator can {does}" with what is done in its place. */
function sentences<T>(does: T, who: Record<Level, string>, path = ""): T {
  if (typeof does === "string") return who[policy[path as Permission].level].replace("{does}", does) as T;
  const entries = Object.entries(does as object).map(([name, inner]) => [name, sentences(inner, who, path ? `${path}.${name}` : name)]);
  return Object.fromEntries(entries) as T;
}
