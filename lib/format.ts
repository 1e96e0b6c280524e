/** Dates in a person's time zone, in the words of `lib/messages` (`dates`). */

type Say = (key: "justNow" | "minutes" | "todayAt" | "yesterday", params?: Record<string, string | number>) => string;

const dayOf = (moment: Date, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);

/** `24 Nov 2026` */
export const formatDay = (moment: Date, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(britishIfEnglish(locale), { timeZone, day: "numeric", month: "short", year: "numeric" }).format(moment);

/** `24 November 2026` */
export const formatLongDay = (moment: Date, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(britishIfEnglish(locale), { timeZone, day: "numeric", month: "long", year: "numeric" }).format(moment);

/** `09:41` */
export const formatTime = (moment: Date, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(britishIfEnglish(locale), { timeZone, hour: "2-digit", minute: "2-digit" }).format(moment);

/** `2 min ago`, `Today, 08:15`, `Yesterday`, `24 Nov 2026`: as exactly as it matters. */
export function formatRecent(moment: Date, now: Date, locale: string, timeZone: string, say: Say): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 1) return say("justNow");
  if (minutes < 60) return say("minutes", { count: minutes });
  if (isSameDay(moment, now, locale, timeZone)) return say("todayAt", { time: formatTime(moment, locale, timeZone) });
  if (isDayBefore(moment, now, locale, timeZone)) return say("yesterday");
  return formatDay(moment, locale, timeZone);
}

export const isSameDay = (a: Date, b: Date, locale: string, timeZone: string) =>
  dayOf(a, locale, timeZone) === dayOf(b, locale, timeZone);

export const isDayBefore = (moment: Date, now: Date, locale: string, timeZone: string) =>
  isSameDay(moment, new Date(now.getTime() - 86_400_000), locale, timeZone);

/** The time zone to show times in: the person's choice, else UTC. */
export const zoneOf = (person: { timeZone: string }) => person.timeZone || "UTC";

// A day before its month, and 24 hours: the panel's customers are not all in one country.
const britishIfEnglish = (locale: string) => (locale === "en" ? "en-GB" : locale);
