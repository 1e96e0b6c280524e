import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { KeptLibSql } from "@/lib/database/sqlite";
import { env } from "@/lib/runtime/env.mjs";
import { closings } from "@/lib/runtime/shutdown.mjs";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client/client";
import { PrismaClient, type Prisma } from "@/prisma/generated/sqlite/client/client";

export { Prisma } from "@/prisma/generated/sqlite/client/client";

/** What a store works with: the reading client, the writer, or a transaction's client. */
export type Db = Omit<Prisma.TransactionClient, "$transaction">;

type ModelOf<K> = K extends `$${string}` ? never : K;
type Reading = "findUnique" | "findUniqueOrThrow" | "findFirst" | "findFirstOrThrow" | "findMany" | "count" | "groupBy" | "aggregate";

/** The part of it that reads. */
export type Reader = Pick<Db, "$queryRaw"> & { readonly [M in keyof Db as ModelOf<M>]: Pick<Db[M], Extract<Reading, keyof Db[M]>> };

export type OpenDatabase = {
  engine: "sqlite" | "postgresql";
  /** Reads only; on SQLite it refuses to write. It waits for no writer. */
  db: Db;
  /** For a single statement that must persist whatever becomes of the request. Never inside a transaction. */
  writer: Db;
  /**
   * All of `run`, or nothing. On SQLite it holds the one write lock from its start, so hash, mail and fetch elsewhere.
   * Inside, only `tx` may be used. PostgreSQL may end one of several transactions that are in each other's way; `run` is
   * then called again, so it changes nothing but the database. Throws what `run` throws; a database that does not answer
   * is `isUnavailable`. Nothing is kept where it throws, unless the error is `isUnanswered`.
   */
  transaction: <T>(run: (tx: Db) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** How long a transaction waits for its turn, and how long it may then take, in milliseconds. */
const limits = { maxWait: 15_000, timeout: 15_000 };

/**
 * Opens the migrated database at `url` (`file:…` or `postgresql://…`); it connects with its first statement.
 * For commands, seeding and tests: the program itself shares the one below.
 */
export function openDatabase(url: string): OpenDatabase {
  return url.startsWith("file:") ? openSqlite(url.slice("file:".length)) : openPostgres(url);
}

/** Next bundles this module more than once in a process; the connections are shared all the same. */
const shared = globalThis as { [key: symbol]: OpenDatabase | undefined };
const key = Symbol.for("steward.database");

/** The program's database, which `DATABASE_URL` names: see `OpenDatabase` for the parts. */
export const { engine, db, writer, transaction, close: closeDatabase } = (shared[key] ??= openShared());

/** SQLite is closed with the process, which leaves all that was written in the one file. */
function openShared(): OpenDatabase {
  const database = openDatabase(env.databaseUrl);
  if (database.engine === "sqlite") closings.add(database.close);
  return database;
}

/** Whether a write was refused because another row has the same value in this column (of a unique key with it). */
export function isUniqueViolation(error: unknown, column: string): boolean {
  return chain(error).some(({ kind, constraint }) => {
    if (kind !== "UniqueConstraintViolation" || !isRecord(constraint)) return false;
    // SQLite tells the columns, PostgreSQL the index, which is named after them.
    const { fields, index } = constraint;
    return Array.isArray(fields) ? fields.includes(column) : String(index).split("_").includes(column);
  });
}

/**
 * Whether the database could not serve now: busy, full, read-only, restarting, out of connections or out of reach.
 * The request may be tried again later.
 */
export function isUnavailable(error: unknown): boolean {
  return chain(error).some(
    ({ name, kind, code, rawCode, extendedCode, message }) =>
      name === "PrismaClientInitializationError" ||
      unavailableKinds.has(String(kind)) ||
      unavailableCodes.test(String(code)) ||
      [rawCode, extendedCode].some((number) => typeof number === "number" && unavailableSqlite.has(number & 0xff)) ||
      unavailableMessages.test(String(message)),
  );
}

/**
 * Whether the answer to a COMMIT was lost: it was sent, and nobody knows whether the transaction was kept. On SQLite this never
 * happens, since a COMMIT that fails is rolled back in the same process.
 */
export const isUnanswered = (error: unknown): boolean => chain(error).some(({ code }) => code === unanswered);

/**
 * Whether a lone statement of `writer` that failed may have been kept all the same. It commits by itself, so PostgreSQL may have kept it
 * although its answer was lost.
 */
export const mayBeKept = (error: unknown): boolean => engine === "postgresql" && !isKnownLost(error);

/** What Prisma's adapters call it. */
const unavailableKinds = new Set([
  "SocketTimeout",
  "DatabaseNotReachable",
  "DatabaseDoesNotExist",
  "DatabaseAccessDenied",
  "AuthenticationFailed",
  "ConnectionClosed",
  "TooManyConnections",
  "TransactionWriteConflict",
  "TlsConnectionError",
]);

/**
 * Prisma's codes for a database out of reach and for time-outs; PostgreSQL's classes 08 (connection), 53 (resources,
 * a full disk), 57 (shutdown, statement time-out), 58 (system), and closed for maintenance, read-only, serialization,
 * deadlock and lock time-outs; SQLite's; sockets'.
 */
const unavailableCodes = new RegExp(
  "^(P1000|P1001|P1002|P1003|P1008|P1010|P1017|P2024|P2028|P2034|P2037" +
    "|(08|53|57|58)[0-9A-Z]{3}|55000|25006|25P03|40001|40P01|55P03" +
    "|SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)[A-Z_]*" +
    "|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$",
);

/** The same of SQLite by number: the low byte of its codes. */
const unavailableSqlite = new Set([5, 6, 8, 10, 13, 14]);

/** The `pg` driver's own errors have no code; Prisma puts lines before them. */
const unavailableMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a conn)/m;

function openSqlite(file: string): OpenDatabase {
  const reading = new PrismaClient({ adapter: new KeptLibSql(file, "read"), errorFormat: "minimal" });
  const writing = new PrismaClient({ adapter: new KeptLibSql(file, "write"), errorFormat: "minimal" });
  return {
    engine: "sqlite",
    db: reading,
    writer: writing,
    transaction: (run) => writing.$transaction(run, limits),
    close: async () => {
      await Promise.all([reading.$disconnect(), writing.$disconnect()]);
    },
  };
}

function openPostgres(url: string): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: inUtc(url),
    connectionTimeoutMillis: 10_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  });
  pool.on("error", () => {}); // an idle connection that was lost; the next statement opens another
  // Prisma hands back a connection whose ROLLBACK timed out, its transaction still open: never lend that one again.
  pool.on("release", (_error, client) => {
    if (client.getTransactionStatus() !== "I") void client.end();
  });
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  // The two generated clients differ in nothing that Steward uses.
  const client = new PostgresClient({ adapter, errorFormat: "minimal" }) as unknown as PrismaClient;
  return {
    engine: "postgresql",
    db: client,
    writer: client,
    transaction: (run) => unlessInTheWay(() => committed(client, run)),
    close: () => client.$disconnect(),
  };
}

/** One transaction. An error that comes after `run` is one of its COMMIT, or comes from before it was sent. */
async function committed<T>(client: PrismaClient, run: (tx: Db) => Promise<T>): Promise<T> {
  let ran = false;
  const noting = async (tx: Db) => {
    const value = await run(tx);
    ran = true;
    return value;
  };
  try {
    return await client.$transaction(noting, limits);
  } catch (error) {
    throw ran && !isKnownLost(error) ? new Unanswered(error) : error;
  }
}

/** A word and no class of its own is looked for: Next bundles this module more than once in a process. */
const unanswered = "COMMIT_UNANSWERED";

class Unanswered extends Error {
  readonly code = unanswered;
  constructor(cause: unknown) {
    super("the answer to COMMIT was lost", { cause });
  }
}

/**
 * Whether a statement that failed surely changed nothing: the server said so, or it was never sent. An error that ends the connection
 * (FATAL, PANIC), or a time-out (57014), may come when the change was kept already.
 */
const isKnownLost = (error: unknown) =>
  chain(error).some(
    ({ name, kind, code, originalCode, severity = "ERROR", message }) =>
      (typeof originalCode === "string" && severity === "ERROR" && originalCode !== "57014") ||
      name === "PrismaClientInitializationError" ||
      kind === "DatabaseNotReachable" ||
      code === "P2028" ||
      neverSent.test(String(message)),
  );

/** What the `pg` driver says where it sends nothing: it has no connection, or knows that the one it has is lost. */
const neverSent =
  /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout|Client (has|was) .*not queryable)/m;

/** How often a transaction is begun, at most, where PostgreSQL ends it for another one's sake. */
const mostBeginnings = 3;

/** Begins again what PostgreSQL ended because of another transaction: nothing of it was kept. */
async function unlessInTheWay<T>(begin: () => Promise<T>): Promise<T> {
  for (let beginnings = 1; ; beginnings++) {
    try {
      return await begin();
    } catch (error) {
      if (beginnings === mostBeginnings || !isInTheWay(error)) throw error;
    }
    // Several that were ended together do not meet again at once.
    await pause(randomInt(1, 50));
  }
}

/** Prisma's word for the serialization failures and deadlocks of PostgreSQL, 40001 and 40P01. */
const isInTheWay = (error: unknown) => chain(error).some(({ kind, code }) => kind === "TransactionWriteConflict" || code === "P2034");

/** Prisma's adapter writes and reads times without their zone, so a connection's must be UTC. */
function inUtc(url: string) {
  const named = new URL(url);
  const options = named.searchParams.get("options") ?? "";
  named.searchParams.set("options", `${options} -c TimeZone=UTC`.trim());
  return named.href;
}

type Told = Record<string, unknown>;

const isRecord = (value: unknown): value is Told => typeof value === "object" && value !== null;

/** An error and those that it was made from, wherever Prisma and the drivers keep them. */
function chain(error: unknown): Told[] {
  if (!isRecord(error)) return [];
  const { cause, meta, errors } = error;
  const inner = [cause, isRecord(meta) ? meta.driverAdapterError : undefined, ...(Array.isArray(errors) ? errors : [])];
  return [error, ...inner.flatMap(chain)];
}
