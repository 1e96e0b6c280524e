import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Authorized } from "@/lib/access/authorize";
import { fieldsOf } from "@/lib/access/input";
import { job } from "@/lib/access/operation";
import { isUnavailable } from "@/lib/database/db";
import { isBlank, readRecords, shortened, UnreadableFile, type FileRecord, type Unit } from "@/lib/domain/service-imports/record-file";
import { columns, dayOfNumber, importRow, requiredColumns, serviceImport, type Column, type ImportRow, type Told } from "@/lib/domain/service-imports/schema";
import {
  clearSome,
  digitalIdOf,
  findAccounts,
  findStaged,
  findStill,
  isApplying,
  leaveDiskBehind,
  nextRows,
  placeOf,
  stageRows,
  startApplying,
  startImport,
  takeOver,
  touch,
  type StagedRow,
} from "@/lib/domain/service-imports/store";
import { importServices as putServices } from "@/lib/domain/services/store";
import { isRefusal, refuse, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { log } from "@/lib/runtime/log.mjs";

/** How many rows are checked and kept at once. */
const stagedAtOnce = 250;

/** How many rows one transaction applies: as many as take so many milliseconds here, by the ones before. Others wait as long. */
const appliedAtOnce = { first: 20, fewest: 10, most: 50, within: 20 };

/** Between two steps others get their turn: a writer of SQLite who waits looks again after 16 ms at most. */
const breath = 20;

/** After so many wrong rows nobody reads on. */
const mostWrong = 100;

/** How long one that waits for another import to be applied looks away. */
const glance = 500;

/** What an import came to, in rows. `earlier`: how many rows it first applied of imports that had been cut in the middle. */
export type Summary = { added: number; changed: number; same: number; earlier: number };

/** Also how many rows stand in accounts in which a step failed. */
type Applied = Omit<Summary, "earlier"> & { failed: number };

/**
 * Adds and updates services from the provider's file. No account sees anything before every row is found right; then the
 * rows are applied, a few at a time, each time with their activity lines. An account in which a step fails is left out,
 * told and logged, and the others go on. Imports are applied one after the other: what was cut in the middle is finished first. It can as well be run again, as rows that are applied already are the same.
 */
export const importServices = job({
  permission: "services.import",
  input: serviceImport,
  run: async (auth, { file, tell, tellWaiting }, inAccount): Promise<Summary | Refusal> => {
    const apply = (importId: string, unit: Unit, told: (rows: Told[]) => unknown) =>
      applyImport(auth, importId, unit, told, (rows) =>
        inAccount(
          rows[0]!.accountId,
          async (within) => {
            if (!(await isApplying(within, importId))) return { value: null, lines: [] };
            await leaveDiskBehind(within);
            const { outcomes, lines } = await putServices(within, rows[0]!.accountId, rows.map(asServiceRow));
            return { value: outcomes, lines };
          },
          ({ lines }) => lines,
        ),
      );
    let earlier = 0;
    /** Finishes an import that was cut in the middle, unless somebody else does. Meanwhile this one has to move as well. */
    const finish = async (id: string, state: string, move: () => unknown) => {
      if (!(await takeOver(auth, id))) return false;
      // What fails for good stands in nobody's way: the rows that are left go with it.
      const applied = state === "applying" ? await apply(id, "line", move).catch(broken) : null;
      if (applied) earlier += applied.added + applied.changed + applied.same;
      await clear(auth, id, move);
      return true;
    };
    for (const { id, state } of await findStill(auth)) await finish(id, state, () => {});

    const importId = await startImport(auth);
    const move = () => touch(importId, "staging");
    const turn = async (): Promise<Refusal | null> => {
      for (let waited = false; ; waited = true) {
        const answer = await startApplying(auth, importId);
        if (answer === "started") return null;
        if (answer === "overtaken" || !(await move())) return overtaken();
        if (await finish(answer.id, "applying", move)) continue;
        if (!waited) tellWaiting();
        await pause(glance);
      }
    };
    const { unit, refusal: unread } = await stageFile(auth, importId, file, tell);
    const refusal = unread ?? (await turn());
    const result = refusal ?? (await apply(importId, unit, tell).catch(cutShort));
    if (result === null) return refuse("conflict", "errors.import.taken_over");
    // What was cut short waits for the next import. While rows are cleared away, those who wait see that it moves.
    if (!isRefusal(result) || result.outcome !== "unavailable") await clear(auth, importId, () => touch(importId, "applying")).catch(leftToNext);
    if (isRefusal(result)) return result;
    const { failed, ...applied } = result;
    return failed > 0 ? refuse("failed", "errors.import.failed", { count: failed }) : { ...applied, earlier };
  },
});

type Auth = Authorized<"services.import">;

const asServiceRow = ({ accountId: _accountId, line: _line, ...row }: StagedRow) => row;

/** The general sentence would say that nothing was saved; but some rows are. */
function cutShort(error: unknown): Refusal {
  return isUnavailable(error) ? refuse("unavailable", "errors.import.cut") : (broken(error) ?? refuse("failed", "errors.import.broken"));
}

/** What was kept of the file's rows while they were applied: the next import clears it away, and this one is told as it ended. */
const leftToNext = (error: unknown) => log({ level: "warning", event: "import not cleared away", error });

/** An error that would come again: it is logged, and what is left of the import is not tried again. */
function broken(error: unknown): null {
  if (isUnavailable(error)) throw error;
  log({ event: "import failed", error });
  return null;
}

const overtaken = () => refuse("conflict", "errors.import.overtaken");

/** Reads the whole file and keeps its rows, or tells every row that is wrong. */
async function stageFile(
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
    await pause(breath);
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

/** Which records are right, with their accounts; and what is wrong with the others, in the order of the file. */
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

/** A record as the row it means, or everything that is wrong with it. */
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

/** JSON has a nothing, numbers, and a yes and no of its own. Null where it is no text in any way. */
function asText(value: unknown, isDay: boolean): string | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  // The number of a day may have a time behind its point.
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

/** A value of the file as it can be told in a line. Of a list or an object, which may be deep, only that it is one. */
function asRead(value: unknown): string {
  if (typeof value === "string") return shortened(value);
  if (typeof value !== "object" || value === null) return isBlank(value) ? "" : String(value);
  const inside = Object.keys(value).length > 0 ? "…" : "";
  return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}

/** Clears an import away, in small batches too. */
async function clear(auth: Auth, importId: string, move: () => unknown): Promise<void> {
  while (await clearSome(auth, importId)) {
    await move();
    await pause(breath);
  }
}

/**
 * Applies the rows of an import whose rows are all right, account by account, and tells of each step. The rest of an
 * account in which a step failed is passed over. Null where another process finished it meanwhile, for which `apply`
 * gives null.
 */
async function applyImport(
  auth: Auth,
  importId: string,
  unit: Unit,
  tell: (rows: Told[]) => unknown,
  apply: (rows: StagedRow[]) => Promise<("added" | "changed" | "same")[] | null>,
): Promise<Applied | null> {
  const summary = { added: 0, changed: 0, same: 0, failed: 0 };
  let last = { accountId: 0, reference: "" };
  let broken = 0;
  let account = "";
  let most = appliedAtOnce.first;
  for (;;) {
    const rows = await nextRows(auth, importId, last, most);
    if (rows.length === 0) return (await touch(importId, "applying")) ? summary : null;
    const { accountId } = rows[0]!;
    if (accountId !== last.accountId) account = await digitalIdOf(auth, accountId);
    const start = performance.now();
    const outcomes = accountId === broken ? "failed" : await apply(rows).catch(failedStep);
    if (!outcomes) return null;
    if (outcomes === "failed") {
      broken = accountId;
      summary.failed += rows.length;
      const why = sentence("errors.import.account_failed", { account });
      const wrong = { outcome: "wrong", column: "account", value: "", sentence: why } as const;
      await tell(rows.map(({ line, reference }) => ({ unit, place: line, account, reference, ...wrong })));
      last = rows.at(-1)!;
      await pause(breath);
      continue;
    }
    most = asManyAsFit(rows.length, performance.now() - start);
    // What is told is on the disk.
    await touch(importId, "applying");
    for (const outcome of outcomes) summary[outcome]++;
    const told = rows.map(({ line, reference }, at) => ({ unit, place: line, account, reference, outcome: outcomes[at]! }));
    await tell(told.toSorted((a, b) => a.place - b.place));
    last = rows.at(-1)!;
    await pause(breath);
  }
}

/** A step that failed in one account; where the database does not answer, no account can be served. */
function failedStep(error: unknown): "failed" {
  if (isUnavailable(error)) throw error;
  log({ event: "import failed in an account", error });
  return "failed";
}

/** How many rows would have taken as long as a transaction may, by how long these took, in milliseconds. */
function asManyAsFit(rows: number, took: number): number {
  const { fewest, most, within } = appliedAtOnce;
  return Math.max(fewest, Math.min(most, Math.round((rows * within) / took)));
}
