import { describe, expect, it } from "vitest";
import { beginningOf, dayIn, daysAfter, isDay } from "@/lib/isomorphic/days";

it("A day that does not exist is refused", () => {
  for (const day of ["1900-01-01", "1970-01-01", "2024-02-29", "2026-12-31", "2999-12-31"])
    expect([day, isDay(day)]).toEqual([day, true]);
  const made = [
    "1899-12-31",
    "3000-01-01",
    "2025-02-29",
    "2026-04-31",
    "2026-00-10",
    "10000-01-01",
    "+02026-1-1",
    "2026-1-1",
    " 2026-01-01",
    "",
    "2026-01-01Z",
  ];
  for (const day of made) expect([day, isDay(day)]).toEqual([day, false]);
});

describe("A day of a time zone", () => {
  it.each([
    ["2026-11-24", "UTC", "2026-11-24T00:00:00.000Z"],
    ["2026-11-24", "Asia/Kathmandu", "2026-11-23T18:15:00.000Z"],
    ["2026-03-29", "Europe/Paris", "2026-03-28T23:00:00.000Z"],
    ["2026-10-25", "Europe/Paris", "2026-10-24T22:00:00.000Z"],
    // This day had no midnight: the clock went from 23:59 to 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    // The last hour of the day before occurred twice.
    ["2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00.000Z"],
    // The 30th did not exist.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("%s begins in %s at %s", (day, zone, moment) => {
    expect(beginningOf(day, zone).toISOString()).toBe(moment);
  });

  it("begins where the day before ended, in every time zone and on every day of a year", () => {
    for (const zone of Intl.supportedValuesOf("timeZone").filter((_, at) => at % 20 === 0)) {
      for (let day = "2025-12-30"; day < "2027-01-02"; day = daysAfter(day, 5)) {
        const began = beginningOf(day, zone);
        expect([zone, day, dayIn(zone, began), dayIn(zone, new Date(began.getTime() - 1))]).toEqual([
          zone,
          day,
          day,
          daysAfter(day, -1),
        ]);
      }
    }
  });
});
