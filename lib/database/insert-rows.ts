import "server-only";
import { Prisma, type Db } from "@/lib/database/db";

/**
 * Inserts rows with the same columns in one statement, ten times faster than a `createMany`. Table and columns must be constants of the
 * program. A statement takes at most 32,766 values.
 */
export async function insertRows(
  db: Db,
  table: Prisma.ModelName,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!);
  await db.$executeRaw`INSERT INTO ${named(table)} (${namesOf(columns)}) VALUES ${valuesOf(rows, columns)}`;
}

/** The values of these columns as SQL: `(…), (…)`. */
export const valuesOf = (rows: readonly Record<string, unknown>[], columns: readonly string[]) =>
  Prisma.join(rows.map((row) => Prisma.sql`(${Prisma.join(columns.map((column) => row[column]))})`));

export const namesOf = (columns: readonly string[]) => Prisma.raw(columns.map((column) => `"${column}"`).join(", "));

const named = (table: string) => Prisma.raw(`"${table}"`);
