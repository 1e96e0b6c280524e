import { clockAt, dayIn, dayLength, dayNumber, daysBetween } from "@/lib/isomorphic/days";
import { isolated } from "@/lib/isomorphic/isolate.mjs";
import { remembering } from "@/lib/isomorphic/remembering";

/** Dates in a person's time zone, in the words of `lib/i18n/messages` (`dates`). */

type Translate = (key: "justNow" | "todayAt" | "yesterday", params?: { time: string }) => string;
type TranslateDay = (key: "todayOn" | "yesterdayOn", params: { date: string }) => string;
type TranslateEnd = (key: "ends" | "overdue", params: { days: number }) => string;

const shapes = {
  day: { day: "numeric", month: "short", year: "numeric" },
  longDay: { day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  exactTime: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Formatting is slow, and a page has many dates. Days and minutes repeat, so their texts are remembered. A text is formatted in UTC, from
// what a clock in the time zone shows, so that all zones share it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(shape: keyof typeof shapes, clock: number, locale: string): string {
  const key = `${shape} ${locale}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(britishIfEnglish(locale), { timeZone: "UTC", ...shapes[shape] });
    formatters.set(key, formatter);
  }
  return firstIfFrench(formatter.format(clock), locale);
}

const day = remembering(10_000, (locale, number) => format("day", number * dayLength, locale));
const longDay = remembering(10_000, (locale, number) => format("longDay", number * dayLength, locale));
const timeOfDay = remembering(10_000, (locale, number) => format("time", number * minute, locale));

/** `24 Nov 2026` */
export const formatDay = (moment: Date, locale: string, timeZone: string) => day(locale, dayNumber(moment, timeZone));

/** `24 November 2026` */
export const formatLongDay = (moment: Date, locale: string, timeZone: string) =>
  longDay(locale, dayNumber(moment, timeZone));

/** `09:41` */
export function formatTime(moment: Date, locale: string, timeZone: string): string {
  const clock = clockAt(moment, timeZone);
  return timeOfDay(locale, clock.getUTCHours() * 60 + clock.getUTCMinutes());
}

/** `09:41:07` */
export const formatExactTime = (moment: Date, locale: string, timeZone: string) =>
  format("exactTime", clockAt(moment, timeZone).getTime(), locale);

/** Formats a moment in the past as exactly as it matters: `2 min ago`, `Today, 08:15`, `Yesterday`, `24 Nov 2026`. */
export function formatRecent(moment: Date, now: Date, locale: string, timeZone: string, translate: Translate): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / minute);
  if (minutes < 1) return translate("justNow");
  if (minutes < 60) return minutesAgo(locale, minutes);
  if (isSameDay(moment, now, timeZone)) return translate("todayAt", { time: formatTime(moment, locale, timeZone) });
  if (isDayBefore(moment, now, timeZone)) return translate("yesterday");
  return formatDay(moment, locale, timeZone);
}

/** Formats a moment to the minute, however old it is: `Today, 08:15`, `22 Nov 2026, 03:14`. */
export function formatMoment(moment: Date, now: Date, locale: string, timeZone: string, translate: Translate): string {
  const time = formatTime(moment, locale, timeZone);
  return isSameDay(moment, now, timeZone)
    ? translate("todayAt", { time })
    : `${formatDay(moment, locale, timeZone)}, ${time}`;
}

/** Formats a moment in the future to the minute: `08:15`, `22 Nov 2026, 03:14`. */
export function formatSoon(moment: Date, now: Date, locale: string, timeZone: string): string {
  const time = formatTime(moment, locale, timeZone);
  return isSameDay(moment, now, timeZone) ? time : `${formatDay(moment, locale, timeZone)}, ${time}`;
}

/** Formats a day that heads a list: `Today, 24 November 2026`, `Yesterday, 23 November 2026`, `22 November 2026`. */
export function formatDated(
  moment: Date,
  now: Date,
  locale: string,
  timeZone: string,
  translate: TranslateDay,
): string {
  const date = formatLongDay(moment, locale, timeZone);
  if (isSameDay(moment, now, timeZone)) return translate("todayOn", { date });
  return isDayBefore(moment, now, timeZone) ? translate("yesterdayOn", { date }) : date;
}

/** Formats the day on which something ends, or should have ended: `Ends tomorrow`, `Due for 3 days`. */
export function formatEnd(day: string, now: Date, timeZone: string, translate: TranslateEnd): string {
  const days = daysBetween(dayIn(timeZone, now), day);
  return days < 0 ? translate("overdue", { days: -days }) : translate("ends", { days });
}

/** Joins names: `jane, martin and root.b`, or with *or*. Isolates each name that changes the direction of writing. */
export function formatList(names: readonly string[], locale: string, joined: "and" | "or"): string {
  const type = joined === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat(britishIfEnglish(locale), { type }).format(names.map(isolated));
}

/** `2 min ago`. It stands alone, so it starts with a capital where the script has them. */
const minutesAgo = remembering(1000, (locale, minutes) => {
  const formatter = new Intl.RelativeTimeFormat(britishIfEnglish(locale), { numeric: "always", style: "short" });
  const text = formatter.format(-minutes, "minute");
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
});

/** The name of a language in the reader's language, such as `French`; its code where there is no name. */
export const languageName = (code: string, locale: string) =>
  new Intl.DisplayNames([britishIfEnglish(locale)], { type: "language" }).of(code) ?? code;

export const isSameDay = (a: Date, b: Date, timeZone: string) => dayNumber(a, timeZone) === dayNumber(b, timeZone);

/** Whether a moment is on the day before `now`, as a calendar in this time zone shows it. */
export const isDayBefore = (moment: Date, now: Date, timeZone: string) =>
  dayNumber(moment, timeZone) === dayNumber(now, timeZone) - 1;

/** The time zone for showing times: the person's choice, or UTC. */
export const zoneOf = (person: { timeZone: string }) => person.timeZone || "UTC";

// French writes only the first day of a month as an ordinal (`1er`). Intl does not do that.
const firstIfFrench = (date: string, locale: string) => (/^fr\b/.test(locale) ? date.replace(/^1(?=\s)/, "1er") : date);

// Day before month, and 24 hours: the panel's customers live in many countries.
const britishIfEnglish = (locale: string) => (locale === "en" ? "en-GB" : locale);

const minute = 60_000;
