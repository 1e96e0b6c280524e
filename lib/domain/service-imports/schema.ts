import * as z from "zod/mini";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";
import { isDay, neverDay } from "@/lib/isomorphic/days";
import { longFields, text } from "@/lib/isomorphic/fields";

/** The columns of a CSV file, and the names in a JSON file. */
export const columns = ["account", "reference", "type", "name", "status", "boughtOn", "renewsOn", "automaticRenewal"] as const;
export type Column = (typeof columns)[number];

/** Where a file says nothing of automatic renewal, a new service has none, and the others stay as they are. */
export const requiredColumns = columns.filter((column) => column !== "automaticRenewal");

const day = z.string().check(z.refine(isDay, "errors.import.day"));

const yesOrNo: Record<string, boolean> = { yes: true, no: false, true: true, false: false };

/** One row of the provider's file, with the account still as it is written there. */
export const importRow = z.object({
  account: z.string().check(z.minLength(1, "errors.import.account")),
  reference: text(64, "errors.import.reference"),
  type: z.enum(serviceTypes, "errors.import.type"),
  name: text(255, "errors.import.name"),
  status: z.enum(serviceStatuses, "errors.import.status"),
  boughtOn: day,
  // Empty where nothing is ever renewed.
  renewsOn: z.union([z.pipe(z.literal(["", neverDay]), z.transform(() => neverDay)), day], "errors.import.day"),
  automaticRenewal: z.pipe(
    z._default(
      z.string().check(z.refine((value) => value === "" || value.toLowerCase() in yesOrNo, "errors.import.yes_or_no")),
      "",
    ),
    z.transform((value) => yesOrNo[value.toLowerCase()] ?? null),
  ),
}).check(z.refine(({ boughtOn, renewsOn }) => renewsOn >= boughtOn, { error: "errors.import.renews_before", path: ["renewsOn"] }));

export type ImportRow = z.output<typeof importRow>;

/** What is told of each row as soon as it is known. */
export type Told = {
  line: number;
  account: string;
  reference: string;
} & ({ outcome: "added" | "changed" | "same" } | { outcome: "wrong"; column: string; sentence: { key: string; params?: Record<string, string | number> } });

/** An import: the path of the file, who is told of its rows, and who is told once that it waits for another one. */
export const serviceImport = z.strictObject({
  file: z.string().check(z.minLength(1)).register(longFields, { longest: 4096 }),
  tell: z.custom<(rows: Told[]) => void>((value) => typeof value === "function"),
  tellWaiting: z.custom<() => void>((value) => typeof value === "function"),
});
