import "server-only";
import { engine, Prisma, type Db } from "@/lib/database/db";

/**
 * The end of a SELECT of rows that are written next. It skips rows that another transaction holds. SQLite has one writer at a time, so
 * no row is held there.
 */
export const skipLocked = engine === "postgresql" ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.empty;

/**
 * Selects the ids of the rows that no other transaction holds, as `free` of a statement that deletes or updates them. It waits for no
 * transaction, so it never causes a deadlock, in whichever order its rows are.
 */
const free = (table: Prisma.ModelName, column: string, ids: readonly string[]) => {
  const [from, key] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
  return Prisma.sql`WITH free AS MATERIALIZED (SELECT ${key} FROM ${from} WHERE ${key} IN (${Prisma.join(ids)}) ${skipLocked})`;
};

/** Deletes the rows that no other transaction holds and returns their ids. The others stay for later. Table and column must be constants. */
export async function deleteFree(
  db: Db,
  table: Prisma.ModelName,
  ids: readonly string[],
  column = "id",
): Promise<string[]> {
  if (ids.length === 0) return [];
  const key = Prisma.raw(`"${column}"`);
  const deleted = await db.$queryRaw<{ [name: string]: string }[]>`
    ${free(table, column, ids)} DELETE FROM ${Prisma.raw(`"${table}"`)} WHERE ${key} IN (SELECT ${key} FROM free) RETURNING ${key}`;
  return deleted.map((row) => row[column]!);
}

/** Sets one column of the rows that no other transaction holds. */
export async function updateFree(
  db: Db,
  table: Prisma.ModelName,
  ids: readonly string[],
  column: string,
  value: unknown,
): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    ${free(table, "id", ids)} UPDATE ${Prisma.raw(`"${table}"`)} SET ${Prisma.raw(`"${column}"`)} = ${value} WHERE "id" IN (SELECT "id" FROM free)`;
}
