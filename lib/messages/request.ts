import "server-only";
import { getRequestConfig } from "next-intl/server";
import { currentLanguage } from "@/lib/language";
import { textsOf } from "@/lib/texts";

/** Tells next-intl the language and the texts of a request. Times are shown in a zone that each page names. */
export default getRequestConfig(async () => {
  const { code, messages } = await currentLanguage();
  return { locale: code, messages: textsOf(messages), timeZone: "UTC" };
});
