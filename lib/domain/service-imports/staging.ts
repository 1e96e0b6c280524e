import "server-only";
import type { Autocommit } from "@/lib/access/authorize";
import { fieldErrors } from "@/lib/access/input";
import {
  isBlank,
  readRecords,
  shortened,
  UnreadableFile,
  type FileRecord,
  type Unit,
} from "@/lib/domain/service-imports/record-file";
import {
  columns,
  dayOfNumber,
  importRow,
  requiredColumns,
  type Column,
  type ImportRow,
  type RowReport,
} from "@/lib/domain/service-imports/schema";
import { findAccounts, findStaged, placeOf, stageRows, type StagedRow } from "@/lib/domain/service-imports/store";
import { refuse, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { yieldToEventLoop } from "@/lib/runtime/yield";

/** Reads a file: checks each row and stages it if it is valid. */

/** How many rows are checked and staged at once. */
const stagedAtOnce = 250;

/** Reading stops after so many wrong rows: nobody reads more errors. */
const maxErrors = 100;

type Auth = Autocommit<"services.import">;

export const overtaken = () => refuse("conflict", "errors.import.overtaken");

/** Reads the whole file and stages its rows, or reports every wrong row. */
export async function stageFile(
  auth: Auth,
  importId: string,
  file: string,
  report: (rows: RowReport[]) => void,
): Promise<{ unit: Unit; refusal: Refusal | null }> {
  try {
    const { unit, records } = await readRecords(file, columns, requiredColumns);
    return { unit, refusal: await stageRecords(auth, importId, unit, records, report) };
  } catch (error) {
    if (error instanceof UnreadableFile)
      return { unit: "line", refusal: { outcome: "invalid", sentence: error.sentence } };
    throw error;
  }
}

async function stageRecords(
  auth: Auth,
  importId: string,
  unit: Unit,
  records: AsyncIterable<FileRecord>,
  report: (rows: RowReport[]) => void,
): Promise<Refusal | null> {
  let count = 0;
  let batch: FileRecord[] = [];
  const flush = async () => {
    const { valid, errors } = await checked(auth, importId, unit, batch);
    batch = [];
    count += errors.length;
    report(errors.map((each) => ({ unit, ...each })));
    const staged = await stageRows(auth, importId, valid);
    await yieldToEventLoop();
    return staged;
  };
  for await (const record of records) {
    if (batch.push(record) < stagedAtOnce) continue;
    if (!(await flush())) return overtaken();
    if (count >= maxErrors) return refuse("invalid", "errors.import.many_wrong", { count });
  }
  if (!(await flush())) return overtaken();
  return count > 0 ? refuse("invalid", "errors.import.wrong", { count }) : null;
}

type RowError = Omit<Extract<RowReport, { outcome: "wrong" }>, "unit">;

/** Splits records into valid rows with their accounts, and reports about wrong ones, in the order of the file. */
async function checked(auth: Auth, importId: string, unit: Unit, records: readonly FileRecord[]) {
  const read = records.map((record) => ({ record, ...readRow(record) }));
  const written = read.flatMap(({ row }) => (row ? accountOf(row.account) : null) ?? []);
  const accounts = await findAccounts(
    auth,
    written.flatMap(({ kind, account }) => (kind === "digitalId" ? account : [])),
    written.flatMap(({ kind, account }) => (kind === "handle" ? account : [])),
  );
  const errors: RowError[] = [];
  const known: { record: FileRecord; row: StagedRow }[] = [];
  for (const { record, row, errors: ofRow } of read) {
    errors.push(...ofRow);
    if (!row) continue;
    const { account, ...rest } = row;
    const accountId = accounts.get(accountOf(account)?.account ?? "");
    if (accountId === undefined) errors.push(rowError(record, "account", sentence("errors.import.no_account")));
    else known.push({ record, row: { accountId, line: record.placeOf(), ...rest } });
  }
  const seen = await findStaged(
    auth,
    importId,
    known.map(({ row }) => row),
  );
  const valid = known.filter(({ record, row }) => {
    const before = seen.get(placeOf(row));
    if (before === undefined) return seen.set(placeOf(row), row.line);
    errors.push(rowError(record, "reference", sentence("errors.import.twice", { unit, place: before })));
    return false;
  });
  return { valid: valid.map(({ row }) => row), errors: errors.toSorted((a, b) => a.place - b.place) };
}

const accountOf = (written: string) => {
  const read = parseSignIn(written);
  return (read.kind === "digitalId" || read.kind === "handle") && read.login === undefined ? read : null;
};

/** Parses a record, or lists everything that is wrong with it. */
function readRow(record: FileRecord): { row: ImportRow | null; errors: RowError[] } {
  const unknown = Object.entries(record.values).flatMap(([name, value]) => {
    const isEmptyColumn = isBlank(name) && isBlank(value);
    return isEmptyColumn || (columns as readonly string[]).includes(name) ? [] : name;
  });
  const missing = requiredColumns.filter((name) => record.values[name] === undefined);
  const errors = [
    ...unknown.map((name) =>
      rowError(record, name, sentence("errors.import.unknown_column", { known: columns.join(", ") })),
    ),
    ...missing.map((name) => rowError(record, name, sentence("errors.import.missing"))),
    ...record.twice.map((name) => rowError(record, name, sentence("errors.import.column_twice"))),
  ];
  if (errors.length > 0) return { row: null, errors };
  const texts = columns.map((name) => [name, asText(record.values[name], days.has(name))] as const);
  const parsed = importRow.safeParse(Object.fromEntries(texts.map(([name, text]) => [name, text ?? ""])));
  if (parsed.success && texts.every(([, text]) => text !== null)) return { row: parsed.data, errors };
  const fields: Record<string, Sentence> = { ...(parsed.success ? {} : fieldErrors(parsed.error).fields) };
  for (const [name, text] of texts) {
    const day = days.has(name) ? dayOfNumber(text ?? "") : null;
    if (text === null) fields[name] = sentence("errors.import.text");
    else if (day) fields[name] = sentence("errors.import.day_number", { day });
  }
  return { row: null, errors: columns.flatMap((name) => (fields[name] ? rowError(record, name, fields[name]) : [])) };
}

const days: ReadonlySet<Column> = new Set(["boughtOn", "renewsOn"]);

/** Converts a value of JSON (null, numbers and booleans too) to text. Null if that is not possible. */
function asText(value: unknown, isDay: boolean): string | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  // A spreadsheet's date number can have a fraction for the time.
  if (isDay && typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() : null;
}

function rowError(record: FileRecord, column: Column | string, why: Sentence): RowError {
  const { account, reference } = record.values;
  return {
    place: record.placeOf(column),
    account: asRead(account),
    reference: asRead(reference),
    outcome: "wrong",
    column: shortened(column),
    value: asRead(Object.hasOwn(record.values, column) ? record.values[column] : ""),
    sentence: why,
  };
}

/** A value of the file in one line. Lists and objects can be deep, so only their brackets are shown. */
function asRead(value: unknown): string {
  if (typeof value === "string") return shortened(value);
  if (typeof value !== "object" || value === null) return isBlank(value) ? "" : String(value);
  const inside = Object.keys(value).length > 0 ? "…" : "";
  return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}
