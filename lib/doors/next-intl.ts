import "server-only";
import { getRequestConfig } from "next-intl/server";
import { currentLanguage } from "@/lib/doors/current-language";
import { compiledTextsOf } from "@/lib/i18n/compiled-texts";

/** Gives next-intl the language and the texts of a request. Each page names the time zone of its times. */
export default getRequestConfig(async () => {
  const { code, messages } = await currentLanguage();
  return { locale: code, messages: compiledTextsOf(messages), timeZone: "UTC" };
});
