import "server-only";
import type { Authorized, Lasting, Locked, Writing } from "@/lib/access/authorize";
import { engine, Prisma } from "@/lib/database/db";
import { insertRows } from "@/lib/database/insert-rows";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { newId } from "@/lib/security/tokens";

/**
 * Rows of a file that wait until all of them are found right. They are kept in the database, so that what was begun is
 * not lost with the process, and written by single statements, so that nobody waits for them.
 */

type Importing = Lasting<"services.import">;
type Reading = Authorized<"services.import">;

export type StagedRow = ServiceRow & { accountId: number; line: number };

/** An import that has not moved for so long was cut in the middle: one that lives moves with each of its steps. */
const stillFor = 20_000;

/** How many rows one statement clears away. */
const clearedAtOnce = 500;

export async function startImport({ writer, now }: Importing): Promise<string> {
  const { id } = await writer.serviceImport.create({ data: { id: newId(), state: "staging", startedAt: now, touchedAt: now } });
  return id;
}

/** The ids of the accounts with these digital IDs and handles, by what was written. */
export async function findAccounts({ db }: Reading, digitalIds: string[], handles: string[]): Promise<Map<string, number>> {
  const where = { OR: [{ digitalId: { in: digitalIds } }, { handle: { in: handles } }] };
  const found = await db.account.findMany({ where, select: { id: true, digitalId: true, handle: true } });
  return new Map(found.flatMap(({ id, digitalId, handle }) => [[digitalId, id], [handle, id]] as const));
}

/** The lines on which the import has these references already, by account and reference: see `placeOf`. */
export async function findStaged({ db }: Reading, importId: string, rows: readonly StagedRow[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const places = Prisma.join(rows.map(({ accountId, reference }) => Prisma.sql`(CAST(${accountId} AS INTEGER), ${reference})`));
  // SQLite takes a CROSS JOIN in this order: the few rows first, each then looked up by the key.
  const found = await db.$queryRaw<{ accountId: number; reference: string; line: number }[]>`
    WITH v("accountId", "reference") AS (VALUES ${places})
    SELECT r."accountId", r."reference", r."line" FROM v CROSS JOIN "ServiceImportRow" r
    WHERE r."importId" = ${importId} AND r."accountId" = v."accountId" AND r."reference" = v."reference"`;
  return new Map(found.map((row) => [placeOf(row), Number(row.line)]));
}

export const placeOf = ({ accountId, reference }: { accountId: number; reference: string }) => `${accountId} ${reference}`;

/** Keeps rows of different references. False where the import was cleared away in the meantime. */
export async function stageRows(auth: Importing, importId: string, rows: readonly StagedRow[]): Promise<boolean> {
  if (!(await touch(auth, importId, "staging"))) return false;
  await insertRows(auth.writer, "ServiceImportRow", rows.map((row) => ({ importId, ...row })));
  return true;
}

/**
 * From now on the import is applied, to its end, by whichever process comes by. Not while another one is: else rows of
 * an older file could come after those of a newer one. `id` is the one that is in the way; `overtaken` where the import
 * was cleared away in the meantime.
 */
export async function startApplying({ db }: Writing<"services.import">, importId: string): Promise<"started" | "overtaken" | { id: string }> {
  // Holds the row of each import, as locking an account holds its: who comes second sees what the first did.
  // In their order, as two that hold them in different ones would wait for each other.
  await db.$executeRaw`
    WITH held AS MATERIALIZED (SELECT "id" FROM "ServiceImport" ORDER BY "id" ${engine === "postgresql" ? Prisma.sql`FOR UPDATE` : Prisma.empty})
    UPDATE "ServiceImport" SET "state" = "state" WHERE "id" IN (SELECT "id" FROM held)`;
  const first = await db.serviceImport.findFirst({ where: { state: "applying" }, select: { id: true } });
  if (first) return first;
  const where = { id: importId, state: "staging" };
  const { count } = await db.serviceImport.updateMany({ where, data: { state: "applying", touchedAt: new Date() } });
  return count > 0 ? "started" : "overtaken";
}

/** Whether the import is still to be applied: another process may have finished it, when this one had stood still. */
export async function isApplying({ db }: Reading, importId: string): Promise<boolean> {
  return (await db.serviceImport.findFirst({ where: { id: importId, state: "applying" }, select: { id: true } })) !== null;
}

/** The next rows after this account and reference, all of one account. */
export async function nextRows({ db }: Reading, importId: string, after: { accountId: number; reference: string }, take: number) {
  const orderBy = { reference: "asc" } as const;
  const same = { importId, accountId: after.accountId, reference: { gt: after.reference } };
  const rest = await db.serviceImportRow.findMany({ where: same, orderBy, take });
  if (rest.length > 0) return rest.map(asStaged);
  const next = await db.serviceImportRow.findFirst({ where: { importId, accountId: { gt: after.accountId } }, orderBy: { accountId: "asc" } });
  if (!next) return [];
  const rows = await db.serviceImportRow.findMany({ where: { importId, accountId: next.accountId }, orderBy, take });
  return rows.map(asStaged);
}

type Kept = Prisma.ServiceImportRowGetPayload<object>;

const asStaged = ({ importId: _, ...row }: Kept) => row as StagedRow;

/** The digital ID of an account, to tell of its rows by. */
export async function digitalIdOf({ db }: Reading, id: number): Promise<string> {
  return (await db.account.findUniqueOrThrow({ where: { id }, select: { digitalId: true } })).digitalId;
}

/**
 * The transaction will end without waiting for PostgreSQL's disk, so that nobody who wants the account waits for it
 * either: beside a checkpoint that took a fifth of a second. The next `touch` waits for all that was written.
 */
export async function leaveDiskBehind({ db }: Locked<"services.import">): Promise<void> {
  if (engine === "postgresql") await db.$executeRaw`SET LOCAL synchronous_commit TO OFF`;
}

/** Says that the import still moves, and leaves all that it wrote on the disk. */
export async function touch({ writer }: Importing, importId: string, state: "staging" | "applying"): Promise<boolean> {
  const { count } = await writer.serviceImport.updateMany({ where: { id: importId, state }, data: { touchedAt: new Date() } });
  return count > 0;
}

/** Imports that were cut in the middle, oldest first. */
export async function findStill({ db }: Reading) {
  return db.serviceImport.findMany({ where: still(), orderBy: { startedAt: "asc" }, select: { id: true, state: true } });
}

/** Takes over an import that was cut in the middle. False where it moves, or somebody else took it. */
export async function takeOver({ writer }: Importing, importId: string): Promise<boolean> {
  const { count } = await writer.serviceImport.updateMany({ where: { id: importId, ...still() }, data: { touchedAt: new Date() } });
  return count > 0;
}

const still = () => ({ touchedAt: { lt: new Date(Date.now() - stillFor) } });

/** Clears some rows of an import away, and after the last of them the import. Whether anything is left. */
export async function clearSome({ db, writer }: Importing, importId: string): Promise<boolean> {
  const rows = await db.serviceImportRow.findMany({
    where: { importId },
    orderBy: [{ accountId: "asc" }, { reference: "asc" }],
    take: clearedAtOnce,
    select: { accountId: true, reference: true },
  });
  const last = rows.at(-1);
  if (last) {
    const upTo = [{ accountId: { lt: last.accountId } }, { accountId: last.accountId, reference: { lte: last.reference } }];
    await writer.serviceImportRow.deleteMany({ where: { importId, OR: upTo } });
    return true;
  }
  await writer.serviceImport.deleteMany({ where: { id: importId } });
  return false;
}
