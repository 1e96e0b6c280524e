import { describe, expect, it } from "vitest";
/* oxlint-disable no-restricted-imports -- Their own test. */
import {
  formatDated,
  formatDay,
  formatEnd,
  formatExactTime,
  formatLongDay,
  formatMoment,
  formatRecent,
  formatTime,
  isDayBefore,
  isSameDay,
  languageName,
  zoneOf,
} from "@/lib/isomorphic/date-format";

const translate = (key: string, params?: object) => (params ? `${key} ${Object.values(params).join()}` : key);
const recent = (moment: string, now: string, zone = "UTC") =>
  formatRecent(new Date(moment), new Date(now), "en", zone, translate);

describe("A moment", () => {
  it("is shown as exactly as it matters", () => {
    const now = "2026-11-24T10:00:00Z";
    expect(recent("2026-11-24T09:59:30Z", now)).toBe("justNow");
    expect(recent("2026-11-24T09:59:00Z", now)).toBe("1 min ago");
    expect(recent("2026-11-24T09:00:30Z", now)).toBe("59 min ago");
    expect(recent("2026-11-24T08:15:00Z", now)).toBe("todayAt 08:15");
    expect(recent("2026-11-23T23:59:00Z", now)).toBe("yesterday");
    expect(recent("2026-11-22T23:59:00Z", now)).toBe("22 Nov 2026");
  });

  it("is shown to the minute where that matters, however old it is", () => {
    const moment = (at: string, language = "en", zone = "UTC") =>
      formatMoment(new Date(at), new Date("2026-11-24T10:00:00Z"), language, zone, translate);
    expect(moment("2026-11-24T09:59:30Z")).toBe("todayAt 09:59");
    expect(moment("2026-11-23T23:59:00Z")).toBe("23 Nov 2026, 23:59");
    expect(moment("2026-11-23T23:59:00Z", "fr", "Europe/Paris")).toBe("todayAt 00:59");
    expect(moment("2025-12-01T03:14:00Z", "fr")).toBe("1er déc. 2025, 03:14");
  });

  it("is shown in the reader's language", () => {
    const french = (moment: string, zone: string) =>
      formatRecent(new Date(moment), new Date("2026-11-24T10:00:00Z"), "fr", zone, translate);
    expect(french("2026-11-24T09:59:00Z", "UTC")).toBe("Il y a 1\u00a0min");
    expect(french("2026-11-24T08:15:00Z", "Asia/Kolkata")).toBe("todayAt 13:45");
    expect(french("2026-08-01T23:30:00Z", "Europe/Paris")).toBe("2 août 2026");
    expect(formatLongDay(new Date("2026-03-05T21:07:00Z"), "fr", "UTC")).toBe("5 mars 2026");
    expect(formatLongDay(new Date("2020-01-01T12:00:00Z"), "fr", "UTC")).toBe("1er janvier 2020");
    expect(formatDay(new Date("2020-01-01T12:00:00Z"), "fr", "UTC")).toBe("1er janv. 2020");
    expect(formatDay(new Date("2020-01-11T12:00:00Z"), "fr", "UTC")).toBe("11 janv. 2020");
    expect(formatDay(new Date("2020-01-01T12:00:00Z"), "en", "UTC")).toBe("1 Jan 2020");
    expect([languageName("fr", "en"), languageName("fr", "fr"), languageName("en", "fr")]).toEqual([
      "French",
      "français",
      "anglais",
    ]);
  });

  it("slightly in the future, by another clock, is shown as now", () => {
    expect(recent("2026-11-24T10:00:05Z", "2026-11-24T10:00:00Z")).toBe("justNow");
  });

  it("is placed on its day in the person's time zone", () => {
    const [late, soon] = ["2026-11-23T22:30:00Z", "2026-11-24T00:30:00Z"];
    expect(recent(late, soon, "UTC")).toBe("yesterday");
    expect(recent(late, soon, "Europe/Paris")).toBe("yesterday");
    expect(recent(late, soon, "Asia/Tokyo")).toBe("todayAt 07:30");
    expect(isSameDay(new Date(late), new Date(soon), "Asia/Tokyo")).toBe(true);
    expect(isDayBefore(new Date(late), new Date(soon), "UTC")).toBe(true);
  });

  it("can head a list as a day, or be the day on which something ends", () => {
    const now = new Date("2026-11-24T22:30:00Z");
    const dated = (at: string, zone = "UTC") => formatDated(new Date(at), now, "en", zone, translate);
    expect([dated("2026-11-24T01:00:00Z"), dated("2026-11-23T23:00:00Z"), dated("2026-11-22T23:00:00Z")]).toEqual([
      "todayOn 24 November 2026",
      "yesterdayOn 23 November 2026",
      "22 November 2026",
    ]);
    expect(dated("2026-11-24T01:00:00Z", "Asia/Tokyo")).toBe("yesterdayOn 24 November 2026");
    const end = (day: string, zone = "UTC") => formatEnd(day, now, zone, translate);
    expect([end("2026-11-24"), end("2026-12-01"), end("2026-11-21")]).toEqual(["ends 0", "ends 7", "overdue 3"]);
    expect(end("2026-11-24", "Asia/Tokyo")).toBe("overdue 1");
  });

  it("is written day before month, with 24 hours", () => {
    const moment = new Date("2026-03-05T21:07:00Z");
    expect(formatDay(moment, "en", "UTC")).toBe("5 Mar 2026");
    expect(formatLongDay(moment, "en", "UTC")).toBe("5 March 2026");
    expect(formatTime(moment, "en", "UTC")).toBe("21:07");
    expect(formatTime(moment, "en", "America/New_York")).toBe("16:07");
    expect(formatTime(new Date("2026-03-05T00:00:00Z"), "en", "UTC")).toBe("00:00");
    expect(formatExactTime(new Date("2026-03-05T00:00:09Z"), "en", "UTC")).toBe("00:00:09");
  });
});

it("A moment reads as Intl writes it: in every time zone, at random moments of two centuries and around changes of the clock", () => {
  const shapes = {
    day: [formatDay, { day: "numeric", month: "short", year: "numeric" }],
    longDay: [formatLongDay, { day: "numeric", month: "long", year: "numeric" }],
    time: [formatTime, { hour: "2-digit", minute: "2-digit" }],
    exactTime: [formatExactTime, { hour: "2-digit", minute: "2-digit", second: "2-digit" }],
  } as const;
  const [first, last] = [Date.UTC(1890, 0), Date.UTC(2090, 0)];
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const random = Array.from({ length: 5 }, () => first + Math.floor(Math.random() * (last - first)));
    for (const [format, options] of Object.values(shapes)) {
      const intl = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
      for (const moment of [...random, ...changesOf(zone)]) {
        expect([zone, moment, format(new Date(moment), "en", zone)]).toEqual([zone, moment, intl.format(moment)]);
      }
    }
  }
});

/** Moments around the changes of a zone's clock: before and after a change in 1945, 1997 and 2026, if there was one. */
function changesOf(timeZone: string): number[] {
  const intl = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });
  const offset = (moment: number) => intl.formatToParts(moment).find(({ type }) => type === "timeZoneName")!.value;
  return [1945, 1997, 2026].flatMap((year) => {
    let [before, after] = [Date.UTC(year, 0), Date.UTC(year, 6)];
    if (offset(before) === offset(after)) return [];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    return [before, after, before - 3_600_000, after + 3_600_000];
  });
}

it("A person without a time zone sees UTC", () => {
  expect([zoneOf({ timeZone: "" }), zoneOf({ timeZone: "Asia/Tokyo" })]).toEqual(["UTC", "Asia/Tokyo"]);
});
