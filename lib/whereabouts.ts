import "server-only";
import type { Member } from "@/lib/actor";
import { deviceOf } from "@/lib/device";
import { languageFor } from "@/lib/languages.mjs";
import { placeOf } from "@/lib/place";
import { currentRequest } from "@/lib/request";

/** With what and from where somebody came, in the words of whoever reads it. */
export function whereaboutsFor({ language }: Member, { userAgent, address }: { userAgent: string; address: string }) {
  const { code } = languageFor([language, currentRequest().language], undefined);
  return { ...deviceOf(userAgent), address, place: placeOf(address, code) };
}
