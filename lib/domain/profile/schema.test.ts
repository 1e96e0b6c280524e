import { expect, it } from "vitest";
import { currentName, profile, timeZones } from "@/lib/domain/profile/schema";

it("Time zones are listed once, UTC first, by their current names, in the order of the language", () => {
  const zones = timeZones("fr");
  expect(zones[0]).toBe("UTC");
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones).toEqual(expect.arrayContaining(["Europe/Kyiv", "Asia/Kolkata", "America/Nuuk", "Europe/Paris"]));
  for (const old of ["Europe/Kiev", "Asia/Calcutta", "America/Godthab", "Asia/Saigon"])
    expect(zones).not.toContain(old);
  const sorted = zones.slice(1);
  expect(sorted).toEqual(sorted.toSorted((a, b) => a.localeCompare(b, "fr")));
});

it.each([
  ["Europe/Kiev", "Europe/Kyiv"],
  ["Europe/Kyiv", "Europe/Kyiv"],
  ["US/Pacific", "America/Los_Angeles"],
  ["asia/tokyo", "Asia/Tokyo"],
  ["Etc/UTC", "UTC"],
  ["", ""],
])("The current name of the time zone %s is %s", (given, today) => {
  expect(currentName(given)).toBe(today);
  expect(profile.parse({ timeZone: given })).toEqual({ timeZone: today });
});

it.each(["Mars/Olympus", "+01:00", "Europe/", "Europe/Paris\n", "x".repeat(80), "__proto__"])(
  "%j is not a time zone",
  (zone) => {
    expect(profile.safeParse({ timeZone: zone }).error?.issues).toMatchObject([{ message: "errors.time_zone" }]);
  },
);
