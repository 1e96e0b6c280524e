import "server-only";
import { languages } from "@/lib/i18n/choose-language.mjs";
import { invalid, sentence, type Refusal } from "@/lib/isomorphic/result";

/** Refuses a language that this installation does not have. An empty one stands for the browser's language. */
export function refuseUnknownLanguage(code: string | undefined): Refusal | null {
  return !code || languages().has(code) ? null : invalid({ language: sentence("errors.language") });
}
