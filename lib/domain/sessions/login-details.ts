import "server-only";
import type { Person } from "@/lib/access/actor";
import { deviceOf } from "@/lib/domain/sessions/device";
import { locationOf } from "@/lib/domain/sessions/location";
import { languageFor } from "@/lib/i18n/choose-language.mjs";
import { currentRequest } from "@/lib/runtime/current-request";

/** Device, IP address and place of a login, in the reader's language. */
export function loginDetailsFor(
  { language }: Pick<Person, "language">,
  { userAgent, ip }: { userAgent: string; ip: string },
) {
  const { code } = languageFor([language, currentRequest().language], undefined);
  return { ...deviceOf(userAgent), ip, place: locationOf(ip, code) };
}
