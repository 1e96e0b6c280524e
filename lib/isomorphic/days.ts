import { remembering } from "@/lib/isomorphic/remembering";

/** Calendar days as text: `2026-11-24`. They sort as text and belong to no time zone. */

/** Stands for "no day", so that a sorted column is never null. */
export const neverDay = "9999-12-31";

/** In milliseconds. */
export const dayLength = 86_400_000;

/** The day of a moment in this time zone. */
export const dayIn = (timeZone: string, moment: Date) => clockAt(moment, timeZone).toISOString().slice(0, 10);

/** The number of the moment's day in this time zone. Days are counted from 1970-01-01. */
export function dayNumber(moment: Date, timeZone: string): number {
  const time = moment.getTime();
  return Math.floor((time + offsetAt(time, timeZone)) / dayLength);
}

/** A date whose UTC parts are what a clock in this time zone shows at that moment. */
export function clockAt(moment: Date, timeZone: string): Date {
  const time = moment.getTime();
  return new Date(time + offsetAt(time, timeZone));
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

/** The offset of this time zone from UTC at that moment, in milliseconds. Reading it from a formatter is slow, so days remember theirs. */
function offsetAt(moment: number, timeZone: string): number {
  const day = Math.floor(moment / dayLength);
  return offsetOfDay(timeZone, day) ?? readOffset(moment, timeZone);
}

/** The offset that a time zone has all through this day of UTC. On a day with a change of the clock there is none. */
const offsetOfDay = remembering(20_000, (timeZone, day) => {
  const [first, last] = [day, day + 1].map((at) => readOffset(at * dayLength, timeZone));
  return first === last ? first! : null;
});

const readers = new Map<string, Intl.DateTimeFormat>();

function readOffset(moment: number, timeZone: string): number {
  let reader = readers.get(timeZone);
  if (!reader) {
    reader = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    readers.set(timeZone, reader);
  }
  const read = Object.fromEntries(reader.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return (
    Date.UTC(read.year!, read.month! - 1, read.day, read.hour, read.minute, read.second) -
    Math.floor(moment / 1000) * 1000
  );
}
