import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readEnv } from "@/lib/runtime/env.mjs";
import { geoipFile } from "@/lib/testing/geoip";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-geoip-"));
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const lille = {
  city: { names: { en: "Lille", fr: "Lille" } },
  country: { iso_code: "FR", names: { en: "France", fr: "France" } },
};
const ghent = {
  city: { names: { en: "Ghent", fr: "Gand" } },
  country: { iso_code: "BE", names: { en: "Belgium", fr: "Belgique", "pt-BR": "Bélgica" } },
};
const japan = { country: { names: { en: "Japan" } } };
const places = {
  "203.0.113.0/24": lille,
  "192.0.2.81/32": ghent,
  "198.51.100.128/25": japan,
  "2001:db8:85a3::/48": ghent,
};

/** The place of an IP address for a program that starts with this file. */
async function locationOf(file: Buffer | null, ip: string, language = "en"): Promise<string> {
  const path = join(folder, "places.mmdb");
  if (file) writeFileSync(path, file);
  vi.stubEnv("STEWARD_GEOIP", file ? path : "");
  vi.resetModules();
  return (await import("@/lib/domain/sessions/location")).locationOf(ip, language);
}

it.each([
  ["203.0.113.24", "en", "Lille, France"],
  ["192.0.2.81", "en", "Ghent, Belgium"],
  ["192.0.2.81", "fr", "Gand, Belgique"],
  ["192.0.2.81", "pt-BR", "Ghent, Bélgica"],
  ["192.0.2.82", "en", ""],
  ["198.51.100.200", "fr", "Japan"],
  ["198.51.100.127", "en", ""],
  ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "fr", "Gand, Belgique"],
  ["2001:db8:85a4::1", "en", ""],
  ["::1", "en", ""],
  ["127.0.0.1", "en", ""],
  ["local", "en", ""],
  ["", "en", ""],
])("The place of %s in the language %s is “%s”", async (ip, language, place) => {
  expect(await locationOf(geoipFile(places), ip, language)).toBe(place);
});

it("With an IPv4-only file, IPv6 addresses have no place", async () => {
  const file = geoipFile({ "203.0.113.0/24": lille, "32.0.0.0/8": japan }, 4);
  expect(await locationOf(file, "203.0.113.24")).toBe("Lille, France");
  expect(await locationOf(file, "2001:db8::1")).toBe("");
});

it("Without a file or with a damaged one, places are empty and pages still work", async () => {
  expect(await locationOf(null, "203.0.113.24")).toBe("");
  const logged = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const whole = geoipFile(places);
  // Every node points beyond the end of the file.
  const damaged = Buffer.concat([Buffer.alloc(100 * 8, 0x7f), whole.subarray(100 * 8)]);
  expect(await locationOf(damaged, "203.0.113.24")).toBe("");
  const { locationOf: again } = await import("@/lib/domain/sessions/location");
  expect(again("203.0.113.24", "en")).toBe("");
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

it("Steward does not start with a file that is missing, a folder or of another kind; the error names it", () => {
  const refusedWith = (path: string) => {
    try {
      return readEnv({ STEWARD_GEOIP: path }, folder).geoip;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const [good, bad] = [join(folder, "good.mmdb"), join(folder, "bad.mmdb")];
  writeFileSync(good, geoipFile(places));
  writeFileSync(bad, "not a file of places");
  expect(refusedWith("good.mmdb")).toBe(good);
  expect(refusedWith("")).toBe("");
  expect(refusedWith("none.mmdb")).toBe(
    `STEWARD_GEOIP names ${join(folder, "none.mmdb")}, which cannot be read (ENOENT).`,
  );
  expect(refusedWith(".")).toMatch(/^STEWARD_GEOIP names .* which cannot be read \(EISDIR\)\.$/);
  expect(refusedWith(bad)).toBe(
    `STEWARD_GEOIP names ${bad}, which is not a GeoIP file. Use a file in MaxMind's format (.mmdb).`,
  );
});
