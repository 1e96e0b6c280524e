import "server-only";
import type { Authorized, Autocommit, InTransaction, Locked } from "@/lib/access/authorize";
import { engine, Prisma } from "@/lib/database/db";
import { insertRows } from "@/lib/database/insert-rows";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { newId } from "@/lib/security/tokens";

/**
 * Staged rows: rows of a file that wait until all are checked. They are in the database, so that an import survives its process.
 * Single statements write them, so that they block nobody.
 */

type Importing = Autocommit<"services.import">;
type Reading = Authorized<"services.import">;

export type StagedRow = ServiceRow & { accountId: number; line: number };

/** An import without progress for so long counts as interrupted: a running one shows progress at each step. */
const interruptedAfter = 20_000;

/** How many rows one statement clears away. */
const clearedAtOnce = 500;

export async function startImport({ writer, now }: Importing): Promise<string> {
  const { id } = await writer.serviceImport.create({
    data: { id: newId(), state: "staging", startedAt: now, touchedAt: now },
  });
  return id;
}

/** Finds accounts by digital ID or handle. Returns their ids, by both. */
export async function findAccounts(
  { db }: Reading,
  digitalIds: string[],
  handles: string[],
): Promise<Map<string, number>> {
  const where = { OR: [{ digitalId: { in: digitalIds } }, { handle: { in: handles } }] };
  const found = await db.account.findMany({ where, select: { id: true, digitalId: true, handle: true } });
  return new Map(
    found.flatMap(
      ({ id, digitalId, handle }) =>
        [
          [digitalId, id],
          [handle, id],
        ] as const,
    ),
  );
}

/** Finds the lines on which the import has these references already, by account and reference: see `placeOf`. */
export async function findStaged(
  { db }: Reading,
  importId: string,
  rows: readonly StagedRow[],
): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const places = Prisma.join(
    rows.map(({ accountId, reference }) => Prisma.sql`(CAST(${accountId} AS INTEGER), ${reference})`),
  );
  // SQLite keeps the order of a CROSS JOIN: the few rows first, each then looked up by the key.
  const found = await db.$queryRaw<{ accountId: number; reference: string; line: number }[]>`
    WITH v("accountId", "reference") AS (VALUES ${places})
    SELECT r."accountId", r."reference", r."line" FROM v CROSS JOIN "ServiceImportRow" r
    WHERE r."importId" = ${importId} AND r."accountId" = v."accountId" AND r."reference" = v."reference"`;
  return new Map(found.map((row) => [placeOf(row), Number(row.line)]));
}

export const placeOf = ({ accountId, reference }: { accountId: number; reference: string }) =>
  `${accountId} ${reference}`;

/** Stages rows with different references. False if the import was cleared away in between. */
export async function stageRows(auth: Importing, importId: string, rows: readonly StagedRow[]): Promise<boolean> {
  if (!(await touch(auth, importId, "staging"))) return false;
  await insertRows(
    auth.writer,
    "ServiceImportRow",
    rows.map((row) => ({ importId, ...row })),
  );
  return true;
}

/**
 * Starts applying the import. From now on, any process can finish it. Refused while another import is being applied: otherwise rows
 * of an older file could overwrite those of a newer one. Returns the other import's `id` then, or `overtaken` if this import was
 * cleared away in between.
 */
export async function startApplying(
  { db }: InTransaction<"services.import">,
  importId: string,
): Promise<"started" | "overtaken" | { id: string }> {
  // Locks the row of each import, so that the second of two processes sees what the first did.
  // Always in the same order, to avoid deadlocks.
  await db.$executeRaw`
    WITH held AS MATERIALIZED (SELECT "id" FROM "ServiceImport" ORDER BY "id" ${engine === "postgresql" ? Prisma.sql`FOR UPDATE` : Prisma.empty})
    UPDATE "ServiceImport" SET "state" = "state" WHERE "id" IN (SELECT "id" FROM held)`;
  const first = await db.serviceImport.findFirst({ where: { state: "applying" }, select: { id: true } });
  if (first) return first;
  const where = { id: importId, state: "staging" };
  const { count } = await db.serviceImport.updateMany({ where, data: { state: "applying", touchedAt: new Date() } });
  return count > 0 ? "started" : "overtaken";
}

/** Whether the import still has to be applied. If this process was too slow, another one may have finished it. */
export async function isApplying({ db }: Reading, importId: string): Promise<boolean> {
  return (
    (await db.serviceImport.findFirst({ where: { id: importId, state: "applying" }, select: { id: true } })) !== null
  );
}

/** Finds the next rows after this account and reference, all of one account. */
export async function nextRows(
  { db }: Reading,
  importId: string,
  after: { accountId: number; reference: string },
  take: number,
) {
  const orderBy = { reference: "asc" } as const;
  const same = { importId, accountId: after.accountId, reference: { gt: after.reference } };
  const rest = await db.serviceImportRow.findMany({ where: same, orderBy, take });
  if (rest.length > 0) return rest.map(asStaged);
  const next = await db.serviceImportRow.findFirst({
    where: { importId, accountId: { gt: after.accountId } },
    orderBy: { accountId: "asc" },
  });
  if (!next) return [];
  const rows = await db.serviceImportRow.findMany({ where: { importId, accountId: next.accountId }, orderBy, take });
  return rows.map(asStaged);
}

type StoredRow = Prisma.ServiceImportRowGetPayload<object>;

const asStaged = ({ importId: _, ...row }: StoredRow) => row as StagedRow;

/** The digital ID of an account, for reports about its rows. */
export async function digitalIdOf({ db }: Reading, id: number): Promise<string> {
  return (await db.account.findUniqueOrThrow({ where: { id }, select: { digitalId: true } })).digitalId;
}

/**
 * Lets the transaction commit without waiting for PostgreSQL's disk, so that others who need the account do not wait either: during a
 * checkpoint, that took a fifth of a second. The next `touch` waits until everything is on the disk.
 */
export async function commitAsynchronously({ db }: Locked<"services.import">): Promise<void> {
  if (engine === "postgresql") await db.$executeRaw`SET LOCAL synchronous_commit TO OFF`;
}

/** Notes progress of the import, and makes sure that everything it wrote is on the disk. */
export async function touch({ writer }: Importing, importId: string, state: "staging" | "applying"): Promise<boolean> {
  const { count } = await writer.serviceImport.updateMany({
    where: { id: importId, state },
    data: { touchedAt: new Date() },
  });
  return count > 0;
}

/** Lists interrupted imports, oldest first. */
export async function listInterrupted({ db }: Reading) {
  return db.serviceImport.findMany({
    where: whereInterrupted(),
    orderBy: { startedAt: "asc" },
    select: { id: true, state: true },
  });
}

/** Takes over an interrupted import. False if it makes progress, or another process took it. */
export async function takeOver({ writer }: Importing, importId: string): Promise<boolean> {
  const { count } = await writer.serviceImport.updateMany({
    where: { id: importId, ...whereInterrupted() },
    data: { touchedAt: new Date() },
  });
  return count > 0;
}

const whereInterrupted = () => ({ touchedAt: { lt: new Date(Date.now() - interruptedAfter) } });

/** Deletes some rows of an import, and finally the import itself. Returns whether anything is left. */
export async function clearSome({ db, writer }: Importing, importId: string): Promise<boolean> {
  const rows = await db.serviceImportRow.findMany({
    where: { importId },
    orderBy: [{ accountId: "asc" }, { reference: "asc" }],
    take: clearedAtOnce,
    select: { accountId: true, reference: true },
  });
  const last = rows.at(-1);
  if (last) {
    const upTo = [
      { accountId: { lt: last.accountId } },
      { accountId: last.accountId, reference: { lte: last.reference } },
    ];
    await writer.serviceImportRow.deleteMany({ where: { importId, OR: upTo } });
    return true;
  }
  await writer.serviceImport.deleteMany({ where: { id: importId } });
  return false;
}
