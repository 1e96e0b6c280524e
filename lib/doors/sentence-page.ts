import "server-only";
import { getTranslations } from "next-intl/server";
import { currentLanguage } from "@/lib/doors/current-language";
import { plainPage } from "@/lib/i18n/plain-page.mjs";
import type { Sentence } from "@/lib/isomorphic/result";

/** Makes a page of one sentence, for a browser without JavaScript. Its link leads to the panel, or reloads the URL. */
export async function pageOf(sentence: Sentence, link?: "reload"): Promise<string> {
  const [language, text] = [await currentLanguage(), await formatSentence(sentence)];
  return plainPage(language, text, link && { href: "", text: await formatSentence({ key: "form.reload" }) });
}

/** Formats a sentence in the language of the request. */
export async function formatSentence({ key, params }: Sentence): Promise<string> {
  const t = await getTranslations();
  return t(key, params);
}
