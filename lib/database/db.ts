import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { SingleConnectionLibSql } from "@/lib/database/sqlite";
import { env } from "@/lib/runtime/env.mjs";
import { closeTasks } from "@/lib/runtime/shutdown.mjs";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client/client";
import { PrismaClient, type Prisma } from "@/prisma/generated/sqlite/client/client";

export { Prisma } from "@/prisma/generated/sqlite/client/client";

/** The database for a store: the reading client, the writer, or a transaction's client. */
export type Db = Omit<Prisma.TransactionClient, "$transaction">;

type ModelOf<K> = K extends `$${string}` ? never : K;
type Reading =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "groupBy"
  | "aggregate";

/** The part of it that only reads. */
export type Reader = Pick<Db, "$queryRaw"> & {
  readonly [M in keyof Db as ModelOf<M>]: Pick<Db[M], Extract<Reading, keyof Db[M]>>;
};

export type OpenDatabase = {
  engine: "sqlite" | "postgresql";
  /** Only reads; on SQLite it refuses to write. It never waits for a writer. */
  db: Db;
  /** For a single statement that must persist even if the request fails. Never use it inside a transaction. */
  writer: Db;
  /**
   * Runs all of `run` in one transaction. On SQLite it holds the only write lock from the start, so do hashing, mail and network
   * elsewhere. Inside `run`, use only `tx`. PostgreSQL may end a transaction that conflicts with another one. Then `run` is called again,
   * so it must change only the database. Throws the error of `run`; an error of a database that does not answer is `isUnavailable`. After an error
   * nothing is saved, unless the error is `isUnanswered`.
   */
  transaction: <T>(run: (tx: Db) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** How long a transaction waits for its turn, and how long it may then run, in milliseconds. */
const limits = { maxWait: 15_000, timeout: 15_000 };

/**
 * Opens the migrated database at `url` (`file:…` or `postgresql://…`). It connects with its first statement.
 * For commands, seeding and tests; the program uses the shared database below.
 */
export function openDatabase(url: string): OpenDatabase {
  return url.startsWith("file:") ? openSqlite(url.slice("file:".length)) : openPostgres(url);
}

/** Next bundles this module several times in one process; all copies share the connections. */
const shared = globalThis as { [key: symbol]: OpenDatabase | undefined };
const key = Symbol.for("steward.database");

/** The database that `DATABASE_URL` names: see `OpenDatabase` for the parts. */
export const { engine, db, writer, transaction, close: closeDatabase } = (shared[key] ??= openShared());

/** SQLite is closed at the end of the process, so that one file holds all data. */
function openShared(): OpenDatabase {
  const database = openDatabase(env.databaseUrl);
  if (database.engine === "sqlite") closeTasks.add(database.close);
  return database;
}

/** Whether a write was refused because another row has the same value in this column, or in a unique key with this column. */
export function isUniqueViolation(error: unknown, column: string): boolean {
  return chain(error).some(({ kind, constraint }) => {
    if (kind !== "UniqueConstraintViolation" || !isRecord(constraint)) return false;
    // SQLite reports the columns; PostgreSQL reports the index, whose name contains them.
    const { fields, index } = constraint;
    return Array.isArray(fields) ? fields.includes(column) : String(index).split("_").includes(column);
  });
}

/**
 * Whether the database cannot serve now: it is busy, full, read-only, restarting, out of connections or unreachable.
 * The request can be tried again later.
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
 * Whether the answer to a COMMIT was lost, so that Steward does not know whether the transaction was saved. On SQLite this never happens:
 * a failed COMMIT is rolled back in the same process.
 */
export const isUnanswered = (error: unknown): boolean => chain(error).some(({ code }) => code === unanswered);

/**
 * Whether a failed single statement of `writer` may have been saved. The statement commits on its own, so PostgreSQL may have saved it
 * although the answer was lost.
 */
export const mayBeSaved = (error: unknown): boolean => engine === "postgresql" && !isCertainlyNotSaved(error);

/** The names that Prisma's adapters use. */
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
 * Error codes, one source per line: Prisma's for an unreachable database and time-outs. PostgreSQL's classes 08 (connection), 53 (resources,
 * a full disk), 57 (shutdown, statement time-out) and 58 (system), and its codes for maintenance, read-only, serialization, deadlock and
 * lock time-outs. SQLite's. Those of sockets.
 */
const unavailableCodes = new RegExp(
  "^(P1000|P1001|P1002|P1003|P1008|P1010|P1017|P2024|P2028|P2034|P2037" +
    "|(08|53|57|58)[0-9A-Z]{3}|55000|25006|25P03|40001|40P01|55P03" +
    "|SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)[A-Z_]*" +
    "|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$",
);

/** SQLite's errors by number: the low byte of its codes. */
const unavailableSqlite = new Set([5, 6, 8, 10, 13, 14]);

/** Errors of the `pg` driver itself have no code. Prisma puts lines in front of them. */
const unavailableMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a conn)/m;

function openSqlite(file: string): OpenDatabase {
  const reading = new PrismaClient({ adapter: new SingleConnectionLibSql(file, "read"), errorFormat: "minimal" });
  const writing = new PrismaClient({ adapter: new SingleConnectionLibSql(file, "write"), errorFormat: "minimal" });
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
  pool.on("error", () => {}); // an idle connection was lost; the next statement opens another
  // Prisma returns a connection whose ROLLBACK timed out with its transaction still open: never reuse that connection.
  pool.on("release", (_error, client) => {
    if (client.getTransactionStatus() !== "I") void client.end();
  });
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  // The two generated clients are the same in everything that Steward uses.
  const client = new PostgresClient({ adapter, errorFormat: "minimal" }) as unknown as PrismaClient;
  return {
    engine: "postgresql",
    db: client,
    writer: client,
    transaction: (run) => retryIfBlocked(() => committed(client, run)),
    close: () => client.$disconnect(),
  };
}

/** Runs one transaction. An error after `run` comes from the COMMIT, or from before the COMMIT was sent. */
async function committed<T>(client: PrismaClient, run: (tx: Db) => Promise<T>): Promise<T> {
  let ran = false;
  const runThenMark = async (tx: Db) => {
    const value = await run(tx);
    ran = true;
    return value;
  };
  try {
    return await client.$transaction(runThenMark, limits);
  } catch (error) {
    throw ran && !isCertainlyNotSaved(error) ? new Unanswered(error) : error;
  }
}

/** Compared by this code, not by a class: Next bundles this module several times in one process. */
const unanswered = "COMMIT_UNANSWERED";

class Unanswered extends Error {
  readonly code = unanswered;
  constructor(cause: unknown) {
    super("the answer to COMMIT was lost", { cause });
  }
}

/**
 * Whether a failed statement certainly changed nothing: the server reported it, or it was never sent. An error that ends the connection
 * (FATAL, PANIC), or a time-out (57014), may arrive after the change was saved.
 */
const isCertainlyNotSaved = (error: unknown) =>
  chain(error).some(
    ({ name, kind, code, originalCode, severity = "ERROR", message }) =>
      (typeof originalCode === "string" && severity === "ERROR" && originalCode !== "57014") ||
      name === "PrismaClientInitializationError" ||
      kind === "DatabaseNotReachable" ||
      code === "P2028" ||
      notSentPattern.test(String(message)),
  );

/** Errors of the `pg` driver when it sends nothing: it has no connection, or knows that its connection is lost. */
const notSentPattern =
  /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout|Client (has|was) .*not queryable)/m;

/** How often a transaction is started at most, if PostgreSQL ends it because of another one. */
const mostStarts = 3;

/** Starts a transaction again if PostgreSQL ended it because of another one: nothing of it was saved. */
async function retryIfBlocked<T>(begin: () => Promise<T>): Promise<T> {
  for (let starts = 1; ; starts++) {
    try {
      return await begin();
    } catch (error) {
      if (starts === mostStarts || !isSerializationFailure(error)) throw error;
    }
    // Transactions that were ended together must not meet again at once.
    await pause(randomInt(1, 50));
  }
}

/** Prisma's codes for PostgreSQL's serialization failures and deadlocks, 40001 and 40P01. */
const isSerializationFailure = (error: unknown) =>
  chain(error).some(({ kind, code }) => kind === "TransactionWriteConflict" || code === "P2034");

/** Sets the connection's time zone to UTC: Prisma's adapter writes and reads times without a zone. */
function inUtc(url: string) {
  const named = new URL(url);
  const options = named.searchParams.get("options") ?? "";
  named.searchParams.set("options", `${options} -c TimeZone=UTC`.trim());
  return named.href;
}

type ErrorRecord = Record<string, unknown>;

const isRecord = (value: unknown): value is ErrorRecord => typeof value === "object" && value !== null;

/** An error and all its causes, wherever Prisma and the drivers store them. */
function chain(error: unknown): ErrorRecord[] {
  if (!isRecord(error)) return [];
  const { cause, meta, errors } = error;
  const inner = [cause, isRecord(meta) ? meta.driverAdapterError : undefined, ...(Array.isArray(errors) ? errors : [])];
  return [error, ...inner.flatMap(chain)];
}
