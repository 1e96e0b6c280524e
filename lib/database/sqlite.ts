import "server-only";
import { randomInt } from "node:crypto";
import { LibsqlError, type Client, type InStatement, type InValue } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import Database from "libsql";

/** How long a statement waits for a lock that another process holds, in milliseconds. */
const patience = 5_000;

/**
 * Prisma's libsql adapter with one lasting connection.
 *
 * The adapter's own client opens a connection for each transaction and never closes it. It begins transactions without the lock that their
 * writes need. A statement of it that once met a lock blocks later commits. This client takes the lock at the beginning, waits for it
 * without blocking the thread, and prepares no statement before it has the lock.
 *
 * The program needs two: one that writes, and one that only reads and so never waits for a writer (SQLite's WAL mode allows it).
 */
export class SingleConnectionLibSql extends PrismaLibSql {
  readonly #file: string;
  readonly #use: "read" | "write";

  /** Takes the path of the file, which must exist and be migrated. A reading client refuses every write. */
  constructor(file: string, use: "read" | "write") {
    super({ url: "file:" });
    this.#file = file;
    this.#use = use;
  }

  override createClient(): Client {
    const used: UsedByPrisma = new SingleConnectionClient(this.#file, this.#use);
    return used as Client;
  }
}

/** All that Prisma's adapter needs of a libsql client. Its mutex admits one transaction or statement at a time. */
type UsedByPrisma = Pick<Client, "execute" | "executeMultiple" | "transaction" | "close">;
type Transaction = Awaited<ReturnType<Client["transaction"]>>;
type UsedTransaction = Pick<Transaction, "execute" | "commit" | "rollback" | "close" | "closed">;
type ResultSet = Awaited<ReturnType<Client["execute"]>>;

class SingleConnectionClient implements UsedByPrisma {
  readonly #db: Database.Database;
  readonly #use: "read" | "write";
  /** The open transaction. A handle of an earlier transaction must not touch it. */
  #owner: symbol | null = null;
  #isSetUp = false;

  constructor(file: string, use: "read" | "write") {
    try {
      this.#db = new Database(file, { timeout: 0 });
    } catch (cause) {
      throw new LibsqlError("The database file cannot be opened", "SQLITE_CANTOPEN", undefined, 14, cause as Error);
    }
    this.#use = use;
  }

  /** Runs a statement in a transaction of its own. */
  async execute(statement: InStatement | string): Promise<ResultSet> {
    await this.#begin();
    try {
      const result = run(this.#db, statement);
      this.#commit();
      return result;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  async transaction(): Promise<Transaction> {
    await this.#begin();
    const me = Symbol();
    this.#owner = me;
    const isClosed = () => this.#owner !== me || !this.#db.inTransaction;
    const mine = () => {
      if (isClosed()) throw new LibsqlError("The transaction is closed", "TRANSACTION_CLOSED");
    };
    const undo = () => {
      if (!isClosed()) this.#undo();
    };
    const used: UsedTransaction = {
      execute: async (statement: InStatement | string) => {
        mine();
        return run(this.#db, statement);
      },
      commit: async () => {
        mine();
        this.#commit();
      },
      rollback: async () => undo(),
      close: undo,
      get closed() {
        return isClosed();
      },
    };
    return used as Transaction;
  }

  async executeMultiple(script: string): Promise<void> {
    attempt(() => this.#db.exec(script));
  }

  /** Closes the connection. One file then holds all data, unless another process still reads older data. */
  close() {
    this.#undo();
    if (this.#use === "write" && this.#isSetUp) this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#db.close();
  }

  /** Takes the lock. If another process holds it, waits with short sleeps, so that other requests continue. */
  async #begin() {
    for (const end = Date.now() + patience; ;) {
      // The driver ends the process if a closed database is asked for a transaction.
      if (!this.#db.open) throw new LibsqlError("The database is closed", "SQLITE_CANTOPEN", undefined, 14);
      try {
        this.#setUp();
        // With exec: a prepared statement that met a lock stays open and blocks every later commit.
        return attempt(() => this.#db.exec(this.#use === "write" ? "BEGIN IMMEDIATE" : beginReading));
      } catch (error) {
        this.#undo();
        if (!isBusy(error) || Date.now() > end) throw error;
      }
      await new Promise((wake) => setTimeout(wake, randomInt(1, 16)));
    }
  }

  #setUp() {
    if (this.#isSetUp) return;
    const access = this.#use === "read" ? "PRAGMA query_only=ON" : "PRAGMA foreign_keys=ON";
    attempt(() => this.#db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; ${access}`));
    this.#isSetUp = true;
  }

  #commit() {
    try {
      attempt(() => this.#db.exec("COMMIT"));
      this.#owner = null;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  #undo() {
    this.#owner = null;
    if (this.#db.open && this.#db.inTransaction) attempt(() => this.#db.exec("ROLLBACK"));
  }
}

/** BEGIN alone takes no lock. With a first read, no later read can meet a lock. */
const beginReading = "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1";

/** Runs one statement and returns the result in the form that Prisma's adapter reads. */
function run(db: Database.Database, statement: InStatement | string): ResultSet {
  const { sql, args = [] } = typeof statement === "string" ? { sql: statement } : statement;
  if (!Array.isArray(args)) throw new LibsqlError("Named parameters are not used here", "UNSUPPORTED");
  return attempt(() => {
    const prepared = db.prepare(sql).safeIntegers(true);
    const bound = args.map(toSql);
    if (!prepared.reader) return result([], [], [], prepared.run(bound).changes);
    prepared.raw(true);
    const columns = prepared.columns();
    const found = prepared.all(bound) as unknown[][];
    const big = columns.map((_column, at) => found.some((row) => isBig(row[at])));
    const types = columns.map(({ type }, at) => (big[at] ? "BIGINT" : (type ?? "")));
    const rows = found.map((row) => row.map((value, at) => fromSql(value, big[at]!)));
    return result(
      columns.map(({ name }) => name),
      types,
      rows,
      0,
    );
  });
}

function result(columns: string[], columnTypes: string[], rows: unknown[][], rowsAffected: number): ResultSet {
  return { columns, columnTypes, rows, rowsAffected } as unknown as ResultSet;
}

/** Binds whole numbers as integers. The driver would bind them as REAL, which the text index does not accept as the end of a range. */
function toSql(value: InValue) {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  if (value instanceof Date) throw new LibsqlError("Prisma's adapter writes times as text", "UNSUPPORTED");
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value;
}

/** Whether a JavaScript number cannot hold this value. Then the whole column stays bigint: Prisma reads a column as one type. */
const isBig = (value: unknown) => typeof value === "bigint" && !Number.isSafeInteger(Number(value));

function fromSql(value: unknown, isInBigColumn: boolean) {
  if (typeof value === "bigint") return isInBigColumn ? value : Number(value);
  return Buffer.isBuffer(value) ? value.buffer.slice(value.byteOffset, value.byteOffset + value.length) : value;
}

/** Runs a step of the driver and turns its errors into those that Prisma's adapter knows. */
function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new LibsqlError(error.message, error.code, error.code, error.rawCode, error);
  }
}

function isBusy(error: unknown) {
  return error instanceof LibsqlError && error.code.startsWith("SQLITE_BUSY");
}
