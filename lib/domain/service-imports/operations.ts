import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Autocommit } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { isUnavailable } from "@/lib/database/db";
import { imported, type Imported } from "@/lib/domain/service-imports/output";
import type { Unit } from "@/lib/domain/service-imports/record-file";
import { type RowReport, serviceImport } from "@/lib/domain/service-imports/schema";
import { overtaken, stageFile } from "@/lib/domain/service-imports/staging";
import {
  clearSome,
  digitalIdOf,
  listInterrupted,
  isApplying,
  commitAsynchronously,
  nextRows,
  startApplying,
  startImport,
  takeOver,
  touch,
  type StagedRow,
} from "@/lib/domain/service-imports/store";
import { importServices as putServices, type RowOutcome } from "@/lib/domain/services/store";
import { isRefusal, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { yieldToEventLoop } from "@/lib/runtime/yield";

/** How many rows a transaction applies: as many as fit into `within` milliseconds, by the last measurement. Others wait meanwhile. */
const appliedAtOnce = { first: 20, fewest: 10, most: 50, within: 20 };

/** How often an import that waits for another one checks again. */
const checkInterval = 500;

/** The result of one file, and how many of its rows were not written because a step in their account failed. */
type Applied = Omit<Imported, "earlier"> & { failed: number };

/**
 * Adds and updates services from the provider's file. First checks every row. Only then applies the rows, a few at a time, with their
 * activity entries. If a step fails in an account, reports and logs it, and continues with the other accounts. Applies one import at
 * a time, and first finishes an interrupted one. An import can safely be run again: rows applied already count as unchanged.
 */
export const importServices = job({
  permission: "services.import",
  input: serviceImport,
  output: imported,
  run: async (auth, { file, report, onWait }, { inAccount, inNone }) => {
    const apply = (importId: string, unit: Unit, report: (rows: RowReport[]) => unknown) =>
      applyImport(auth, importId, unit, report, (rows) =>
        inAccount<RowOutcome[] | null>(rows[0]!.accountId, async (within) => {
          if (!(await isApplying(within, importId))) return { value: null, lines: [] };
          await commitAsynchronously(within);
          const { outcomes, lines } = await putServices(within, rows.map(asServiceRow));
          return { value: outcomes, lines };
        }),
      );
    let earlier = 0;
    /** Finishes an interrupted import, unless another process does. Calls `move` so that this import does not count as interrupted. */
    const finish = async (id: string, state: string, move: () => unknown) => {
      if (!(await takeOver(auth, id))) return false;
      // A permanent failure must not block other imports: clears the remaining rows away.
      const applied = state === "applying" ? await apply(id, "line", move).catch(logBroken) : null;
      if (applied) earlier += applied.added + applied.changed + applied.same;
      await clear(auth, id, move);
      return true;
    };
    for (const { id, state } of await listInterrupted(auth)) await finish(id, state, () => {});

    const importId = await startImport(auth);
    const move = () => touch(auth, importId, "staging");
    const turn = async (): Promise<Refusal | null> => {
      for (let waited = false; ; waited = true) {
        const answer = await inNone((within) => startApplying(within, importId));
        if (answer === "started") return null;
        if (answer === "overtaken" || !(await move())) return overtaken();
        if (await finish(answer.id, "applying", move)) continue;
        if (!waited) onWait();
        await pause(checkInterval);
      }
    };
    const { unit, refusal: unread } = await stageFile(auth, importId, file, report);
    const refusal = unread ?? (await turn());
    const result = refusal ?? (await apply(importId, unit, report).catch(refusalForFailure));
    if (result === null) return refuse("conflict", "errors.import.taken_over");
    // An interrupted import waits for the next one. `touch` shows waiting imports that the clearing makes progress.
    if (!isRefusal(result) || result.outcome !== "unavailable")
      await clear(auth, importId, () => touch(auth, importId, "applying")).catch(logUncleared);
    if (isRefusal(result)) return result;
    const { failed, ...applied } = result;
    return failed > 0 ? refuse("failed", "errors.import.failed", { count: failed }) : { ...applied, earlier };
  },
});

type Auth = Autocommit<"services.import">;

const asServiceRow = ({ accountId: _accountId, line: _line, ...row }: StagedRow) => row;

/** Replaces the general message, which would say that nothing was saved: some rows are. */
function refusalForFailure(error: unknown): Refusal {
  return isUnavailable(error)
    ? refuse("unavailable", "errors.import.cut")
    : (logBroken(error) ?? refuse("failed", "errors.import.broken"));
}

/** Logs that the staged rows could not be cleared away. The next import does it, and this one still reports its own result. */
const logUncleared = (error: unknown) => log({ level: "warning", event: "import not cleared away", error });

/** Logs an error that would occur again. The rest of the import is not retried. */
function logBroken(error: unknown): null {
  if (isUnavailable(error)) throw error;
  log({ event: "import failed", error });
  return null;
}

/** Clears an import away in small batches. */
async function clear(auth: Auth, importId: string, move: () => unknown): Promise<void> {
  while (await clearSome(auth, importId)) {
    await move();
    await yieldToEventLoop();
  }
}

/**
 * Applies the checked rows of an import, account by account, and reports each step. After a failed step, skips the rest of that
 * account. Null if another process has finished the import: then `apply` returns null.
 */
async function applyImport(
  auth: Auth,
  importId: string,
  unit: Unit,
  report: (rows: RowReport[]) => unknown,
  apply: (rows: StagedRow[]) => Promise<RowOutcome[] | null>,
): Promise<Applied | null> {
  const summary = { added: 0, changed: 0, same: 0, failed: 0 };
  let last = { accountId: 0, reference: "" };
  let broken = 0;
  let account = "";
  let most = appliedAtOnce.first;
  for (;;) {
    const rows = await nextRows(auth, importId, last, most);
    if (rows.length === 0) return (await touch(auth, importId, "applying")) ? summary : null;
    const { accountId } = rows[0]!;
    if (accountId !== last.accountId) account = await digitalIdOf(auth, accountId);
    const start = performance.now();
    const outcomes = accountId === broken ? "failed" : await apply(rows).catch(failedStep);
    if (!outcomes) return null;
    if (outcomes === "failed") {
      broken = accountId;
      summary.failed += rows.length;
      const why = sentence("errors.import.account_failed", { account });
      const failure = { outcome: "wrong", column: "account", value: "", sentence: why } as const;
      await report(rows.map(({ line, reference }) => ({ unit, place: line, account, reference, ...failure })));
      last = rows.at(-1)!;
      await yieldToEventLoop();
      continue;
    }
    most = nextBatchSize(rows.length, performance.now() - start);
    // Makes sure that reported rows are on the disk.
    await touch(auth, importId, "applying");
    for (const outcome of outcomes) summary[outcome]++;
    const reports = rows.map(({ line, reference }, at) => ({
      unit,
      place: line,
      account,
      reference,
      outcome: outcomes[at]!,
    }));
    await report(reports.toSorted((a, b) => a.place - b.place));
    last = rows.at(-1)!;
    await yieldToEventLoop();
  }
}

/** Logs a failed step in one account. Rethrows if the database does not answer: then no account can be served. */
function failedStep(error: unknown): "failed" {
  if (isUnavailable(error)) throw error;
  log({ event: "import failed in an account", error });
  return "failed";
}

/** How many rows fit into a transaction, from the milliseconds that these rows took. */
function nextBatchSize(rows: number, took: number): number {
  const { fewest, most, within } = appliedAtOnce;
  return Math.max(fewest, Math.min(most, Math.round((rows * within) / took)));
}
