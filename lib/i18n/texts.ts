import "server-only";
import { createTranslator } from "use-intl/core";
import en, { type Messages } from "@/lib/i18n/messages/en.mjs";
import type { Sentence } from "@/lib/isomorphic/result";
import { policy, type Level, type Permission } from "@/lib/policy";

/** The texts of a language, with the sentences that are composed from them and the policy. */
export type Texts = Messages & { withheld: Messages["does"] };

// Every page asks for the texts; they change only with their file.
const complete = new WeakMap<Messages, Texts>();

/** Completes the texts of a language: for each permission, it adds a sentence that says who has it. */
export function textsOf(messages: Messages): Texts {
  const texts = complete.get(messages) ?? { ...messages, withheld: sentences(messages.does, messages.who) };
  complete.set(messages, texts);
  return texts;
}

/** The complete English texts. The operator's commands use them. */
export const english = textsOf(en);
export const translateToEnglish = createTranslator({ locale: "en", messages: english });

/** Formats a sentence in English, for the operator's commands. */
export const formatInEnglish = ({ key, params }: Sentence): string => translateToEnglish(key, params);

/** Composes the sentences, in the shape of `does`: "Only an Administrator can {does}", with the text of `does` inserted. */
function sentences<T>(does: T, who: Record<Level, string>, path = ""): T {
  if (typeof does === "string") return who[policy[path as Permission].level].replace("{does}", does) as T;
  const entries = Object.entries(does as object).map(([name, inner]) => [
    name,
    sentences(inner, who, path ? `${path}.${name}` : name),
  ]);
  return Object.fromEntries(entries) as T;
}
