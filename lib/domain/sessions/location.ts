import "server-only";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { Reader, type CityResponse } from "mmdb-lib";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";

/**
 * City and country of an IP address, from the operator's GeoIP file. In English if the file does not have the given language.
 * Empty if unknown or without a file.
 */
export function locationOf(ip: string, language: string): string {
  const version = isIP(ip);
  try {
    const places = version === 0 ? null : opened();
    // In a file with only IPv4, the bits of an IPv6 address would give a wrong result.
    if (!places || (version === 6 && places.metadata.ipVersion === 4)) return "";
    const found = places.get(ip);
    const named = (names: object | undefined) => nameIn((names ?? {}) as Record<string, string>, language);
    return [named(found?.city?.names), named(found?.country?.names)].filter(Boolean).join(", ");
  } catch (error) {
    // The file was damaged after the start. Better a page without places than no page.
    if (reader !== null) log({ event: "no places", error });
    reader = null;
    return "";
  }
}

const nameIn = (names: Record<string, string>, language: string) =>
  names[language] ?? names[language.split("-")[0]!] ?? names.en ?? "";

let reader: Reader<CityResponse> | null | undefined;

/** The GeoIP file, read at the first use and kept in memory. */
function opened(): Reader<CityResponse> | null {
  if (reader === undefined) reader = env.geoip ? new Reader<CityResponse>(readFileSync(env.geoip)) : null;
  return reader;
}
