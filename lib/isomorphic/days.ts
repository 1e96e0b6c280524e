/** Calendar days as text: `2026-11-24`. They sort as text and belong to no time zone. */

/** Stands for "no day", so that a sorted column is never null. */
export const neverDay = "9999-12-31";

/** The day of a moment in this time zone. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)!.value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The day that lies `count` days after a day, or before it if the count is negative. */
export const daysAfter = (day: string, count: number) =>
  new Date(momentOf(day).getTime() + count * dayLength).toISOString().slice(0, 10);

/** The number of days from one day to another; negative if the second is earlier. */
export const daysBetween = (from: string, to: string) =>
  Math.round((momentOf(to).getTime() - momentOf(from).getTime()) / dayLength);

/** Whether this day exists: `2026-02-30` does not. Years before 1900 and after 2999 count as typing errors. */
export function isDay(text: string): boolean {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const moment = momentOf(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** The beginning of the day in UTC. Format it with the time zone UTC. */
export const momentOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** The first moment of a day in this time zone. This is not always midnight: a clock change can skip it. */
export function beginningOf(day: string, timeZone: string): Date {
  const wanted = momentOf(day).getTime();
  // The day began with the offset of the day before or of the day after, so try both.
  const began = [-1, 1]
    .map((side) => wanted - offsetAt(wanted + side * dayLength, timeZone))
    .filter((moment) => dayIn(timeZone, new Date(moment)) >= day);
  return new Date(Math.min(...began));
}

/** Twelve months before a moment. */
export function yearBefore(moment: Date): Date {
  const then = new Date(moment);
  then.setUTCFullYear(then.getUTCFullYear() - 1);
  return then;
}

/** The offset of this time zone from UTC at that moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const read = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return (
    Date.UTC(read.year!, read.month! - 1, read.day, read.hour, read.minute, read.second) -
    Math.floor(moment / 1000) * 1000
  );
}

const dayLength = 86_400_000;
