import "server-only";
import { resolve } from "node:path";
import { importServices } from "@/lib/domain/service-imports/operations";
import type { RowReport } from "@/lib/domain/service-imports/schema";
import { asCommand, parseGiven, printError, reachDatabase } from "@/lib/doors/command";
import { formatInEnglish } from "@/lib/i18n/texts";
import { isRefusal } from "@/lib/isomorphic/result";

export const about = `Adds and updates the services that customers bought, from your CSV or JSON file.`;
export const usage = `npm run steward -- service import services.csv [--quiet]`;
export const details = `
services.csv  a file with the columns account, reference, type, name, status, boughtOn, renewsOn and automaticRenewal
  account           a digital ID or a handle
  reference         your own name for the service; no two services of an account have the same
  type              domain, web-hosting, email, virtual-server or other
  status            active, suspended or expired
  boughtOn          a day in the form 2026-12-31
  renewsOn          a day in the same form; empty if the service never renews
  automaticRenewal  yes or no; you may leave out this column
--quiet       prints only the totals and what is wrong`;

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, { quiet: { type: "boolean" } });
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const [verb, file, ...more] = given.positionals;
  if (verb !== "import" || !file || more.length > 0)
    return printError(`This command imports services from one file:\n  ${usage}`);
  await reachDatabase();
  const start = Date.now();
  const result = await asCommand(importServices)({
    file: resolve(file),
    report: (rows: RowReport[]) => printRows(rows, given.values.quiet ?? false),
    onWait: () =>
      console.error(
        "Another import is running, or was interrupted less than 20 seconds ago. This import waits for it.",
      ),
  });
  if (isRefusal(result)) return printError(formatInEnglish(result.sentence));
  const { added, changed, same, earlier } = result.value;
  if (earlier > 0)
    console.log(
      `First, this import finished an earlier one that was interrupted: ${earlier} ${earlier === 1 ? "row" : "rows"}.`,
    );
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const rows = added + changed + same;
  console.log(
    `${rows} ${rows === 1 ? "row" : "rows"} in ${seconds} s: ${added} added, ${changed} changed, ${same} unchanged.`,
  );
  return 0;
}

/** Prints a line for each row: what is wrong to stderr, everything else to stdout. */
function printRows(rows: RowReport[], quiet: boolean) {
  const lines = rows.map((row) =>
    row.outcome === "wrong"
      ? `${placeOf(row)}, ${row.column}${row.value && ` “${row.value}”`}: ${formatInEnglish(row.sentence)}`
      : `${placeOf(row)}: ${row.account} ${row.reference} ${row.outcome === "same" ? "is unchanged" : `is ${row.outcome}`}`,
  );
  if (lines.length === 0) return;
  if (rows[0]!.outcome === "wrong") console.error(lines.join("\n"));
  else if (!quiet) console.log(lines.join("\n"));
}

const placeOf = ({ unit, place }: RowReport) => `${unit === "row" ? "Row" : "Line"} ${place}`;
