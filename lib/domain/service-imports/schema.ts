import * as z from "zod/mini";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";
import { daysAfter, isDay, neverDay } from "@/lib/isomorphic/days";
import { key, longFields, text } from "@/lib/isomorphic/fields";
import type { Sentence } from "@/lib/isomorphic/result";

/** The columns of a CSV file, and the names in a JSON file. */
export const columns = [
  "account",
  "reference",
  "type",
  "name",
  "status",
  "boughtOn",
  "renewsOn",
  "automaticRenewal",
] as const;
export type Column = (typeof columns)[number];

/** The required columns. Without `automaticRenewal`, a new service has none, and existing services keep their setting. */
export const requiredColumns = columns.filter((column) => column !== "automaticRenewal");

/** Normalises the spelling of a word: ignores letter case, spaces, dashes and underscores. */
export const plain = (word: string) => word.toLowerCase().replace(/[\s_-]/g, "");

/** Maps a text to one of these words if it matches in any spelling. */
const spelledAsOneOf = (words: readonly string[]) =>
  z.pipe(
    z.string(),
    z.transform((value) => words.find((word) => plain(word) === plain(value)) ?? value),
  );

/** A date with a time in ISO 8601, usually with a zone of at most 14 hours from UTC. Only the date counts, as written. */
const dayAndTime =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)([.,]\d+)?)? ?(Z|[+-]((0\d|1[0-3])(:?[0-5]\d)?|14(:?00)?))?(\[[\w/+-]+\])?$/i;

const writtenDay = z.pipe(
  z.string(),
  z.transform((value) => dayAndTime.exec(value)?.[1] ?? value),
);

const writtenAsDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value);

const day = z
  .string()
  .check(
    z.refine(writtenAsDay, { error: key("errors.import.day_form"), abort: true }),
    z.refine(isDay, { error: key("errors.import.day"), abort: true }),
  );

/** A date, or empty if the service is never renewed. */
const dayOrNever = z.string().check(
  z.overwrite((value) => value || neverDay),
  z.refine(writtenAsDay, { error: key("errors.import.day_or_never"), abort: true }),
  z.refine((value) => value === neverDay || isDay(value), { error: key("errors.import.day"), abort: true }),
);

/** The words that spreadsheets and people use for yes and no, in Steward's languages. */
const yesOrNo = new Map([
  ...["yes", "true", "on", "1", "oui", "vrai"].map((word) => [word, true] as const),
  ...["no", "false", "off", "0", "non", "faux"].map((word) => [word, false] as const),
]);

/** A row of the provider's file, with the account as written there. */
export const importRow = z
  .object({
    account: z.string().check(z.minLength(1, key("errors.import.account"))),
    reference: text(64, "errors.import.reference"),
    type: z.pipe(spelledAsOneOf(serviceTypes), z.enum(serviceTypes, key("errors.import.type"))),
    name: text(255, "errors.import.name"),
    status: z.pipe(spelledAsOneOf(serviceStatuses), z.enum(serviceStatuses, key("errors.import.status"))),
    boughtOn: z.pipe(writtenDay, day),
    renewsOn: z.pipe(writtenDay, dayOrNever),
    automaticRenewal: z.pipe(
      z._default(
        z
          .string()
          .check(z.refine((value) => value === "" || yesOrNo.has(value.toLowerCase()), key("errors.import.yes_or_no"))),
        "",
      ),
      z.transform((value) => yesOrNo.get(value.toLowerCase()) ?? null),
    ),
  })
  .check(
    z.refine(({ boughtOn, renewsOn }) => renewsOn >= boughtOn, {
      error: key("errors.import.renews_before"),
      path: ["renewsOn"],
    }),
  );

export type ImportRow = z.output<typeof importRow>;

/**
 * The date behind a spreadsheet's number: a cell without a date format holds the days since the end of 1899. Null for any other
 * value. Some sheets count from 1904 instead, but the file does not tell.
 */
export function dayOfNumber(value: string): string | null {
  const days = /^(\d{5})([.,]\d+)?$/.exec(value)?.[1];
  return days ? daysAfter("1899-12-30", Number(days)) : null;
}

/** The report about a row. For a wrong row, contains the value that was read, shortened. */
export type RowReport = {
  /** The unit of `place`. JSON counts rows, because they are often all on one line. */
  unit: "line" | "row";
  place: number;
  account: string;
  reference: string;
} & (
  | { outcome: "added" | "changed" | "same" }
  | { outcome: "wrong"; column: string; value: string; sentence: Sentence }
);

/**
 * An import. `file` is its path. `report` gets the reports about rows. `onWait` is called once if the import waits for another.
 * They can be functions because the command runs the import in its own process.
 */
export const serviceImport = z.strictObject({
  file: z.string().check(z.minLength(1)).register(longFields, { longest: 4096 }),
  report: z.custom<(rows: RowReport[]) => void>((value) => typeof value === "function"),
  onWait: z.custom<() => void>((value) => typeof value === "function"),
});
