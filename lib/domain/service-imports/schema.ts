import * as z from "zod/mini";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";
import { daysAfter, isDay, neverDay } from "@/lib/isomorphic/days";
import { key, longFields, text } from "@/lib/isomorphic/fields";
import type { Sentence } from "@/lib/isomorphic/result";

/** The columns of a CSV file, and the names in a JSON file. */
export const columns = ["account", "reference", "type", "name", "status", "boughtOn", "renewsOn", "automaticRenewal"] as const;
export type Column = (typeof columns)[number];

/** Where a file says nothing of automatic renewal, a new service has none, and the others stay as they are. */
export const requiredColumns = columns.filter((column) => column !== "automaticRenewal");

/** A word without what people spell it with differently: letter case, spaces, dashes and underscores. */
export const plain = (word: string) => word.toLowerCase().replace(/[\s_-]/g, "");

/** A text that may be one of these, in any spelling, as that one. */
const spelledAsOneOf = (words: readonly string[]) =>
  z.pipe(z.string(), z.transform((value) => words.find((word) => plain(word) === plain(value)) ?? value));

/**
 * ISO 8601 with a time, and mostly a zone, 14 hours from UTC at most: the day is the one that the clocks there showed.
 */
const dayAndTime =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)([.,]\d+)?)? ?(Z|[+-]((0\d|1[0-3])(:?[0-5]\d)?|14(:?00)?))?(\[[\w/+-]+\])?$/i;

const writtenDay = z.pipe(z.string(), z.transform((value) => dayAndTime.exec(value)?.[1] ?? value));

const writtenAsDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value);

const day = z.string().check(
  z.refine(writtenAsDay, { error: key("errors.import.day_form"), abort: true }),
  z.refine(isDay, { error: key("errors.import.day"), abort: true }),
);

/** Empty where nothing is ever renewed. */
const dayOrNever = z.string().check(
  z.overwrite((value) => value || neverDay),
  z.refine(writtenAsDay, { error: key("errors.import.day_or_never"), abort: true }),
  z.refine((value) => value === neverDay || isDay(value), { error: key("errors.import.day"), abort: true }),
);

/** What spreadsheets and people write for yes and no, in the languages of Steward. */
const yesOrNo = new Map([
  ...["yes", "true", "on", "1", "oui", "vrai"].map((word) => [word, true] as const),
  ...["no", "false", "off", "0", "non", "faux"].map((word) => [word, false] as const),
]);

/** One row of the provider's file, with the account still as it is written there. */
export const importRow = z.object({
  account: z.string().check(z.minLength(1, key("errors.import.account"))),
  reference: text(64, "errors.import.reference"),
  type: z.pipe(spelledAsOneOf(serviceTypes), z.enum(serviceTypes, key("errors.import.type"))),
  name: text(255, "errors.import.name"),
  status: z.pipe(spelledAsOneOf(serviceStatuses), z.enum(serviceStatuses, key("errors.import.status"))),
  boughtOn: z.pipe(writtenDay, day),
  renewsOn: z.pipe(writtenDay, dayOrNever),
  automaticRenewal: z.pipe(
    z._default(
      z.string().check(z.refine((value) => value === "" || yesOrNo.has(value.toLowerCase()), key("errors.import.yes_or_no"))),
      "",
    ),
    z.transform((value) => yesOrNo.get(value.toLowerCase()) ?? null),
  ),
}).check(z.refine(({ boughtOn, renewsOn }) => renewsOn >= boughtOn, { error: key("errors.import.renews_before"), path: ["renewsOn"] }));

export type ImportRow = z.output<typeof importRow>;

/**
 * The day that a spreadsheet means by a number, where nobody told it to write a day: the days since the end of 1899. Null
 * where it is no such number. Whether the sheet counts from there, or from 1904 as some do, the file does not say.
 */
export function dayOfNumber(value: string): string | null {
  const days = /^(\d{5})([.,]\d+)?$/.exec(value)?.[1];
  return days ? daysAfter("1899-12-30", Number(days)) : null;
}

/** What is told of each row as soon as it is known; of a wrong one with the value that was read there, shortened. */
export type Told = {
  /** What its place in the file is counted in: the rows of a JSON list often stand on one line. */
  unit: "line" | "row";
  place: number;
  account: string;
  reference: string;
} & ({ outcome: "added" | "changed" | "same" } | { outcome: "wrong"; column: string; value: string; sentence: Sentence });

/**
 * An import: the path of the file, who is told of its rows, and who is told once that it waits for another one. The command calls it in
 * its own process, so both are functions: no schema of fields says what they take.
 */
export const serviceImport = z.strictObject({
  file: z.string().check(z.minLength(1)).register(longFields, { longest: 4096 }),
  tell: z.custom<(rows: Told[]) => void>((value) => typeof value === "function"),
  tellWaiting: z.custom<() => void>((value) => typeof value === "function"),
});
