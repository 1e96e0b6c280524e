import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Lasting } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { isUnavailable } from "@/lib/database/db";
import { imported, type Imported } from "@/lib/domain/service-imports/output";
import type { Unit } from "@/lib/domain/service-imports/record-file";
import { serviceImport, type Told } from "@/lib/domain/service-imports/schema";
import { overtaken, stageFile } from "@/lib/domain/service-imports/staging";
import {
  clearSome,
  digitalIdOf,
  findStill,
  isApplying,
  leaveDiskBehind,
  nextRows,
  startApplying,
  startImport,
  takeOver,
  touch,
  type StagedRow,
} from "@/lib/domain/service-imports/store";
import { importServices as putServices, type RowOutcome } from "@/lib/domain/services/store";
import { isRefusal, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { breath } from "@/lib/runtime/breath";
import { log } from "@/lib/runtime/log.mjs";

/** How many rows one transaction applies: as many as take so many milliseconds here, by the ones before. Others wait as long. */
const appliedAtOnce = { first: 20, fewest: 10, most: 50, within: 20 };

/** How long one that waits for another import to be applied looks away. */
const glance = 500;

/** What one file came to, and how many of its rows stand in accounts in which a step failed. */
type Applied = Omit<Imported, "earlier"> & { failed: number };

/**
 * Adds and updates services from the provider's file. No account sees anything before every row is found right; then the
 * rows are applied, a few at a time, each time with their activity lines. An account in which a step fails is left out,
 * told and logged, and the others go on. Imports are applied one after the other: what was cut in the middle is finished first. It can as
 * well be run again, as rows that are applied already are the same.
 */
export const importServices = job({
  permission: "services.import",
  input: serviceImport,
  output: imported,
  run: async (auth, { file, tell, tellWaiting }, { inAccount, inNone }) => {
    const apply = (importId: string, unit: Unit, told: (rows: Told[]) => unknown) =>
      applyImport(auth, importId, unit, told, (rows) =>
        inAccount<RowOutcome[] | null>(rows[0]!.accountId, async (within) => {
          if (!(await isApplying(within, importId))) return { value: null, lines: [] };
          await leaveDiskBehind(within);
          const { outcomes, lines } = await putServices(within, rows.map(asServiceRow));
          return { value: outcomes, lines };
        }),
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
    const move = () => touch(auth, importId, "staging");
    const turn = async (): Promise<Refusal | null> => {
      for (let waited = false; ; waited = true) {
        const answer = await inNone((within) => startApplying(within, importId));
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
    if (!isRefusal(result) || result.outcome !== "unavailable") await clear(auth, importId, () => touch(auth, importId, "applying")).catch(leftToNext);
    if (isRefusal(result)) return result;
    const { failed, ...applied } = result;
    return failed > 0 ? refuse("failed", "errors.import.failed", { count: failed }) : { ...applied, earlier };
  },
});

type Auth = Lasting<"services.import">;

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

/** Clears an import away, in small batches too. */
async function clear(auth: Auth, importId: string, move: () => unknown): Promise<void> {
  while (await clearSome(auth, importId)) {
    await move();
    await breath();
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
      const wrong = { outcome: "wrong", column: "account", value: "", sentence: why } as const;
      await tell(rows.map(({ line, reference }) => ({ unit, place: line, account, reference, ...wrong })));
      last = rows.at(-1)!;
      await breath();
      continue;
    }
    most = asManyAsFit(rows.length, performance.now() - start);
    // What is told is on the disk.
    await touch(auth, importId, "applying");
    for (const outcome of outcomes) summary[outcome]++;
    const told = rows.map(({ line, reference }, at) => ({ unit, place: line, account, reference, outcome: outcomes[at]! }));
    await tell(told.toSorted((a, b) => a.place - b.place));
    last = rows.at(-1)!;
    await breath();
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
