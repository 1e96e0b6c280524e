import { dayIn, daysBetween } from "@/lib/isomorphic/days";
import { isolated } from "@/lib/isomorphic/isolate.mjs";

/** Dates in a person's time zone, in the words of `lib/i18n/messages` (`dates`). */

type Translate = (key: "justNow" | "todayAt" | "yesterday", params?: { time: string }) => string;
type TranslateDay = (key: "todayOn" | "yesterdayOn", params: { date: string }) => string;
type TranslateEnd = (key: "ends" | "overdue", params: { days: number }) => string;

const shapes = {
  sortable: { year: "numeric", month: "2-digit", day: "2-digit" },
  day: { day: "numeric", month: "short", year: "numeric" },
  longDay: { day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  exactTime: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a formatter takes longer than formatting a page full of dates. There is at most one for each shape, language and time zone.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(shape: keyof typeof shapes, moment: Date, locale: string, timeZone: string): string {
  const key = `${shape} ${locale} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(britishIfEnglish(locale), { timeZone, ...shapes[shape] });
    formatters.set(key, formatter);
  }
  return firstIfFrench(formatter.format(moment), locale);
}

/** `24 Nov 2026` */
export const formatDay = (moment: Date, locale: string, timeZone: string) => format("day", moment, locale, timeZone);

/** `24 November 2026` */
export const formatLongDay = (moment: Date, locale: string, timeZone: string) =>
  format("longDay", moment, locale, timeZone);

/** `09:41` */
export const formatTime = (moment: Date, locale: string, timeZone: string) => format("time", moment, locale, timeZone);

/** `09:41:07` */
export const formatExactTime = (moment: Date, locale: string, timeZone: string) =>
  format("exactTime", moment, locale, timeZone);

/** Formats a moment in the past as exactly as it matters: `2 min ago`, `Today, 08:15`, `Yesterday`, `24 Nov 2026`. */
export function formatRecent(moment: Date, now: Date, locale: string, timeZone: string, translate: Translate): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 1) return translate("justNow");
  if (minutes < 60) return minutesAgo(minutes, locale);
  if (isSameDay(moment, now, locale, timeZone))
    return translate("todayAt", { time: formatTime(moment, locale, timeZone) });
  if (isDayBefore(moment, now, locale, timeZone)) return translate("yesterday");
  return formatDay(moment, locale, timeZone);
}

/** Formats a moment to the minute, however old it is: `Today, 08:15`, `22 Nov 2026, 03:14`. */
export function formatMoment(moment: Date, now: Date, locale: string, timeZone: string, translate: Translate): string {
  const time = formatTime(moment, locale, timeZone);
  return isSameDay(moment, now, locale, timeZone)
    ? translate("todayAt", { time })
    : `${formatDay(moment, locale, timeZone)}, ${time}`;
}

/** Formats a moment in the future to the minute: `08:15`, `22 Nov 2026, 03:14`. */
export function formatSoon(moment: Date, now: Date, locale: string, timeZone: string): string {
  const time = formatTime(moment, locale, timeZone);
  return isSameDay(moment, now, locale, timeZone) ? time : `${formatDay(moment, locale, timeZone)}, ${time}`;
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
  if (isSameDay(moment, now, locale, timeZone)) return translate("todayOn", { date });
  return isDayBefore(moment, now, locale, timeZone) ? translate("yesterdayOn", { date }) : date;
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
function minutesAgo(minutes: number, locale: string): string {
  const text = new Intl.RelativeTimeFormat(britishIfEnglish(locale), { numeric: "always", style: "short" }).format(
    -minutes,
    "minute",
  );
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** The name of a language in the reader's language, such as `French`; its code where there is no name. */
export const languageName = (code: string, locale: string) =>
  new Intl.DisplayNames([britishIfEnglish(locale)], { type: "language" }).of(code) ?? code;

export const isSameDay = (a: Date, b: Date, locale: string, timeZone: string) =>
  format("sortable", a, locale, timeZone) === format("sortable", b, locale, timeZone);

export const isDayBefore = (moment: Date, now: Date, locale: string, timeZone: string) =>
  isSameDay(moment, new Date(now.getTime() - 86_400_000), locale, timeZone);

/** The time zone for showing times: the person's choice, or UTC. */
export const zoneOf = (person: { timeZone: string }) => person.timeZone || "UTC";

// French writes only the first day of a month as an ordinal (`1er`). Intl does not do that.
const firstIfFrench = (date: string, locale: string) => (/^fr\b/.test(locale) ? date.replace(/^1(?=\s)/, "1er") : date);

// Day before month, and 24 hours: the panel's customers live in many countries.
const britishIfEnglish = (locale: string) => (locale === "en" ? "en-GB" : locale);
