import "server-only";
import { languages } from "@/lib/i18n/choose-language.mjs";
import { invalid, sentence, type Refusal } from "@/lib/isomorphic/result";

/** Refuses a language that is none of this installation. None at all means: as the browser says. */
export function refuseUnknownLanguage(code: string | undefined): Refusal | null {
  return !code || languages().has(code) ? null : invalid({ language: sentence("errors.language") });
}
