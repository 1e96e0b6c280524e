import "server-only";
import { languages } from "@/lib/languages.mjs";
import { invalid, sentence, type Refusal } from "@/lib/result";

/** Refuses a language that is none of this installation. None at all means: as the browser says. */
export function refuseUnknownLanguage(code: string | undefined): Refusal | null {
  return !code || languages().has(code) ? null : invalid({ language: sentence("errors.language") });
}
