import "server-only";
import { engine, Prisma, type Db } from "@/lib/database/db";

/**
 * At the end of a SELECT of rows that are written next: rows that another transaction holds are left out. SQLite has one
 * writer at a time, so nothing is held there.
 */
export const passingOver = engine === "postgresql" ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.empty;

/**
 * The ids of those of the rows that nobody else holds, as `free` of a statement that deletes or updates them. It waits for
 * nobody, so it never stands in a circle of transactions that wait for each other, whatever the order of its rows.
 */
const free = (table: Prisma.ModelName, column: string, ids: readonly string[]) => {
  const [from, key] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
  return Prisma.sql`WITH free AS MATERIALIZED (SELECT ${key} FROM ${from} WHERE ${key} IN (${Prisma.join(ids)}) ${passingOver})`;
};

/** Deletes those of the rows that nobody else holds, and gives their ids. The rest is for another time. Table and column are the program's own words. */
export async function deleteFree(db: Db, table: Prisma.ModelName, ids: readonly string[], column = "id"): Promise<string[]> {
  if (ids.length === 0) return [];
  const key = Prisma.raw(`"${column}"`);
  const deleted = await db.$queryRaw<{ [name: string]: string }[]>`
    ${free(table, column, ids)} DELETE FROM ${Prisma.raw(`"${table}"`)} WHERE ${key} IN (SELECT ${key} FROM free) RETURNING ${key}`;
  return deleted.map((row) => row[column]!);
}

/** Sets one column of those of the rows that nobody else holds. */
export async function updateFree(db: Db, table: Prisma.ModelName, ids: readonly string[], column: string, value: unknown): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    ${free(table, "id", ids)} UPDATE ${Prisma.raw(`"${table}"`)} SET ${Prisma.raw(`"${column}"`)} = ${value} WHERE "id" IN (SELECT "id" FROM free)`;
}
