import "server-only";
import { getRequestConfig } from "next-intl/server";
import { english } from "@/lib/texts";

/** Tells next-intl the language and the texts of a request. Times are shown in a zone that each page names. */
export default getRequestConfig(async () => ({ locale: "en", messages: english, timeZone: "UTC" }));
