import "server-only";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { Reader, type CityResponse } from "mmdb-lib";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";

/**
 * City and country of an address, as far as the operator's GeoIP file knows them, in this language where the file has
 * it, else in English. Empty where it does not, and without a file.
 */
export function placeOf(address: string, language: string): string {
  const version = isIP(address);
  try {
    const places = version === 0 ? null : opened();
    // In a file of IPv4 alone the bits of an IPv6 address would lead somewhere.
    if (!places || (version === 6 && places.metadata.ipVersion === 4)) return "";
    const found = places.get(address);
    const named = (names: object | undefined) => nameIn((names ?? {}) as Record<string, string>, language);
    return [named(found?.city?.names), named(found?.country?.names)].filter(Boolean).join(", ");
  } catch (error) {
    // A page without places is worth more than none: the file was damaged since the start.
    if (reader !== null) log({ event: "no places", error });
    reader = null;
    return "";
  }
}

const nameIn = (names: Record<string, string>, language: string) => names[language] ?? names[language.split("-")[0]!] ?? names.en ?? "";

let reader: Reader<CityResponse> | null | undefined;

/** The file, read when it is first asked for and kept while the process runs. */
function opened(): Reader<CityResponse> | null {
  if (reader === undefined) reader = env.geoip ? new Reader<CityResponse>(readFileSync(env.geoip)) : null;
  return reader;
}
