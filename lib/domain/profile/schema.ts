import * as z from "zod/mini";
import { key, languageCode, text } from "@/lib/isomorphic/fields";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** *Your profile*, or a part of it: missing fields stay unchanged. An empty time zone means UTC. */
export const profile = z
  .strictObject({
    displayName: z.optional(text(64)),
    language: z.optional(languageCode),
    timeZone: z.optional(
      z.pipe(
        z.string(key("errors.malformed")).check(z.refine(isTimeZone, key("errors.time_zone"))),
        z.transform(currentName),
      ),
    ),
    theme: z.optional(z.enum(themes, key("errors.malformed"))),
  })
  .check(z.refine((form) => Object.keys(form).length > 0, key("errors.malformed")));

/** The browser's language before a login. */
export const languageChoice = z.strictObject({ language: languageCode });

// Cached, because looking up the name of each zone takes longer than the rest of the page. The zones never change at run time.
const zonesByLocale = new Map<string, readonly string[]>();

/** All time zones of this machine by their current names, UTC first, in the order of the language. */
export function timeZones(locale: string): readonly string[] {
  const known = zonesByLocale.get(locale);
  if (known) return known;
  const zones = new Set(Intl.supportedValuesOf("timeZone").map(currentName));
  zones.delete("UTC");
  const sorted = ["UTC", ...[...zones].toSorted(new Intl.Collator(locale).compare)];
  zonesByLocale.set(locale, sorted);
  return sorted;
}

/** The current name of a time zone, from any of its names. */
export function currentName(zone: string): string {
  if (zone === "") return zone;
  const known = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  const named = renamed[known] ?? known;
  return isTimeZone(named) ? named : known;
}

function isTimeZone(zone: string): boolean {
  if (zone === "" || zone === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone);
  } catch {
    return false;
  }
}

/** JavaScript returns the first name that a zone ever had. These zones were renamed (IANA's file `backward`). */
const renamed: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Etc/UTC": "UTC",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};
