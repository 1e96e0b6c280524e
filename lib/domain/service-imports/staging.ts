import "server-only";
import type { Lasting } from "@/lib/access/authorize";
import { fieldsOf } from "@/lib/access/input";
import { isBlank, readRecords, shortened, UnreadableFile, type FileRecord, type Unit } from "@/lib/domain/service-imports/record-file";
import { columns, dayOfNumber, importRow, requiredColumns, type Column, type ImportRow, type Told } from "@/lib/domain/service-imports/schema";
import { findAccounts, findStaged, placeOf, stageRows, type StagedRow } from "@/lib/domain/service-imports/store";
import { refuse, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { breath } from "@/lib/runtime/breath";

/** Reads a file: checks each row and stages it if it is valid. */

/** How many rows are checked and staged at once. */
const stagedAtOnce = 250;

/** Reading stops after so many wrong rows: nobody reads more errors. */
const mostWrong = 100;

type Auth = Lasting<"services.import">;

export const overtaken = () => refuse("conflict", "errors.import.overtaken");

/** Reads the whole file and stages its rows, or reports every wrong row. */
export async function stageFile(
  auth: Auth,
  importId: string,
  file: string,
  tell: (rows: Told[]) => void,
): Promise<{ unit: Unit; refusal: Refusal | null }> {
  try {
    const { unit, records } = await readRecords(file, columns, requiredColumns);
    return { unit, refusal: await stageRecords(auth, importId, unit, records, tell) };
  } catch (error) {
    if (error instanceof UnreadableFile) return { unit: "line", refusal: { outcome: "invalid", sentence: error.sentence } };
    throw error;
  }
}

async function stageRecords(
  auth: Auth,
  importId: string,
  unit: Unit,
  records: AsyncIterable<FileRecord>,
  tell: (rows: Told[]) => void,
): Promise<Refusal | null> {
  let wrong = 0;
  let batch: FileRecord[] = [];
  const flush = async () => {
    const { right, told } = await checked(auth, importId, unit, batch);
    batch = [];
    wrong += told.length;
    tell(told.map((each) => ({ unit, ...each })));
    const kept = await stageRows(auth, importId, right);
    await breath();
    return kept;
  };
  for await (const record of records) {
    if (batch.push(record) < stagedAtOnce) continue;
    if (!(await flush())) return overtaken();
    if (wrong >= mostWrong) return refuse("invalid", "errors.import.many_wrong", { count: wrong });
  }
  if (!(await flush())) return overtaken();
  return wrong > 0 ? refuse("invalid", "errors.import.wrong", { count: wrong }) : null;
}

type Wrong = Omit<Extract<Told, { outcome: "wrong" }>, "unit">;

/** Splits records into valid rows with their accounts, and reports about wrong ones, in the order of the file. */
async function checked(auth: Auth, importId: string, unit: Unit, records: readonly FileRecord[]) {
  const read = records.map((record) => ({ record, ...readRow(record) }));
  const written = read.flatMap(({ row }) => (row ? accountOf(row.account) : null) ?? []);
  const accounts = await findAccounts(
    auth,
    written.flatMap(({ kind, account }) => (kind === "digitalId" ? account : [])),
    written.flatMap(({ kind, account }) => (kind === "handle" ? account : [])),
  );
  const told: Wrong[] = [];
  const known: { record: FileRecord; row: StagedRow }[] = [];
  for (const { record, row, wrong } of read) {
    told.push(...wrong);
    if (!row) continue;
    const { account, ...rest } = row;
    const accountId = accounts.get(accountOf(account)?.account ?? "");
    if (accountId === undefined) told.push(wrongAt(record, "account", sentence("errors.import.no_account")));
    else known.push({ record, row: { accountId, line: record.placeOf(), ...rest } });
  }
  const seen = await findStaged(auth, importId, known.map(({ row }) => row));
  const right = known.filter(({ record, row }) => {
    const before = seen.get(placeOf(row));
    if (before === undefined) return seen.set(placeOf(row), row.line);
    told.push(wrongAt(record, "reference", sentence("errors.import.twice", { unit, place: before })));
    return false;
  });
  return { right: right.map(({ row }) => row), told: told.toSorted((a, b) => a.place - b.place) };
}

const accountOf = (written: string) => {
  const read = parseSignIn(written);
  return (read.kind === "digitalId" || read.kind === "handle") && read.login === undefined ? read : null;
};

/** Parses a record, or lists everything that is wrong with it. */
function readRow(record: FileRecord): { row: ImportRow | null; wrong: Wrong[] } {
  const unknown = Object.entries(record.values).flatMap(([name, value]) => {
    const isEmptyColumn = isBlank(name) && isBlank(value);
    return isEmptyColumn || (columns as readonly string[]).includes(name) ? [] : name;
  });
  const missing = requiredColumns.filter((name) => record.values[name] === undefined);
  const wrong = [
    ...unknown.map((name) => wrongAt(record, name, sentence("errors.import.unknown_column", { known: columns.join(", ") }))),
    ...missing.map((name) => wrongAt(record, name, sentence("errors.import.missing"))),
    ...record.twice.map((name) => wrongAt(record, name, sentence("errors.import.column_twice"))),
  ];
  if (wrong.length > 0) return { row: null, wrong };
  const texts = columns.map((name) => [name, asText(record.values[name], days.has(name))] as const);
  const parsed = importRow.safeParse(Object.fromEntries(texts.map(([name, text]) => [name, text ?? ""])));
  if (parsed.success && texts.every(([, text]) => text !== null)) return { row: parsed.data, wrong };
  const fields: Record<string, Sentence> = { ...(parsed.success ? {} : fieldsOf(parsed.error).fields) };
  for (const [name, text] of texts) {
    const day = days.has(name) ? dayOfNumber(text ?? "") : null;
    if (text === null) fields[name] = sentence("errors.import.text");
    else if (day) fields[name] = sentence("errors.import.day_number", { day });
  }
  return { row: null, wrong: columns.flatMap((name) => (fields[name] ? wrongAt(record, name, fields[name]) : [])) };
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

function wrongAt(record: FileRecord, column: Column | string, why: Sentence): Wrong {
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
