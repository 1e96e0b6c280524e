// Records the statements of a store, and shows how the database runs them.
import Database from "libsql";
import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Db } from "@/lib/database/db";
import { SingleConnectionLibSql } from "@/lib/database/sqlite";
import type { Program } from "@/lib/testing/program";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client/client";
import { PrismaClient } from "@/prisma/generated/sqlite/client/client";

export type Statement = { sql: string; values: unknown[] };

/** A client whose statements are recorded and can be explained. It only reads, unless it is asked to write. */
export async function watch({ url, database }: Program, use: "read" | "write" = "read") {
  const statements: Statement[] = [];
  const log = [{ emit: "event", level: "query" }] as const;
  const note = ({ query, params }: { query: string; params: string }) =>
    void statements.push({ sql: query, values: JSON.parse(params) as unknown[] });
  if (database.engine === "sqlite") {
    const file = url.slice("file:".length);
    const client = new PrismaClient({ adapter: new SingleConnectionLibSql(file, use), log: [...log] });
    client.$on("query", note);
    const reader = new Database(file, { readonly: true });
    return {
      db: client as Db,
      statements,
      explain: async ({ sql, values }: Statement, _how?: string) =>
        (
          reader
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...values.map((value) => (typeof value === "boolean" ? Number(value) : value))) as { detail: string }[]
        )
          .map(({ detail }) => detail)
          .join("\n"),
      close: async () => {
        reader.close();
        await client.$disconnect();
      },
    };
  }
  const client = new PostgresClient({ adapter: new PrismaPg({ connectionString: url }), log: [...log] });
  client.$on("query", note);
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  return {
    db: client as unknown as Db,
    statements,
    explain: async ({ sql, values }: Statement, how = "EXPLAIN ") => {
      const { rows } = await reader.query<{ "QUERY PLAN": string }>(`${how}${sql}`, values);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    },
    close: async () => {
      await reader.end();
      await client.$disconnect();
    },
  };
}
