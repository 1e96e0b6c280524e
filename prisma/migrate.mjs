// Updates a database to this program's version. It uses Prisma's own table, so `prisma migrate` understands the database too.
import { createHash, randomInt, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import pg from "pg";

/** Tells the operator why a database cannot be updated. Nothing was changed. */
export class MigrationError extends Error {
  /** @override */
  name = "MigrationError";
}

/** @typedef {{ name: string, script: string, checksum: string, formerChecksums: string[] }} Migration */
/**
 * What the code of a migration gets: statements with a `?` for each value, in the migration's transaction, and `warn` for the operator.
 *
 * @typedef {{
 *   all: (sql: string, values: unknown[]) => Promise<unknown[]>,
 *   run: (sql: string, values: unknown[]) => Promise<void>,
 *   warn: (line: string) => void,
 * }} Rows
 */
/** @typedef {{ migration_name: string, checksum: string, finished: boolean, rolledBack: boolean }} Applied */

/**
 * Applies the missing migrations, each as a whole; several processes may do this at once. For changes that SQL cannot make, code runs after
 * the script, in the same transaction: `change` in rows/<name of the migration>.mjs, one for both engines. Throws a `MigrationError` for a
 * database of a newer version, and for a migration that was edited after it was applied, or did not finish. Also throws one for a script
 * that fails or leaves broken references.
 * @param {string} databaseUrl `file:…` or `postgresql://…`
 * @param {{ called?: string, migrationsDirectory?: string, log?: (line: string) => void, warn?: (line: string) => void }} [options] `warn` tells the
 *   operator what is left to do, and `called` is the operator's name of the database
 * @returns {Promise<string[]>} the names of the migrations applied now
 */
export async function migrate(databaseUrl, { called, migrationsDirectory, log = () => {}, warn = console.warn } = {}) {
  const engine = databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";
  const directory = migrationsDirectory ?? fileURLToPath(new URL(`migrations/${engine}`, import.meta.url));
  const migrations = readMigrations(directory, engine);
  try {
    return await (engine === "sqlite" ? migrateSqlite : migratePostgres)(databaseUrl, migrations, { log, warn });
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    throw unusable(error, called);
  }
}

/**
 * Whether there is a database of Steward at this URL. It creates and changes nothing. Throws a `MigrationError` with a sentence if it
 * cannot look.
 * @param {string} databaseUrl `file:…` or `postgresql://…`
 * @param {{ called: string }} options the operator's name of the database
 * @returns {Promise<"there" | "missing" | "empty">} empty: a database without Steward's tables
 */
export async function findDatabase(databaseUrl, { called }) {
  try {
    return await (databaseUrl.startsWith("file:") ? findOnSqlite : findOnPostgres)(databaseUrl);
  } catch (error) {
    throw unusable(error, called);
  }
}

/** @param {unknown} error @param {string} [called] the operator's name of the database */
function unusable(error, called) {
  const meant = called ? ` DATABASE_URL names ${called}.` : "";
  return new MigrationError(`The database cannot be used: ${messageOf(error)}.${meant}`, { cause: error });
}

/** @param {string} databaseUrl */
async function findOnSqlite(databaseUrl) {
  const file = fileOf(databaseUrl);
  if (!fs.existsSync(file)) return "missing";
  const db = new Database(file, { timeout: 0 });
  try {
    return (await patiently(() => db.prepare("SELECT 1 FROM sqlite_schema WHERE name = '_prisma_migrations'").get()))
      ? "there"
      : "empty";
  } finally {
    db.close();
  }
}

/** @param {string} databaseUrl */
async function findOnPostgres(databaseUrl) {
  const client = newPostgresClient(databaseUrl);
  try {
    await client.connect();
    const { rows } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "there"`);
    return rows[0].there ? "there" : "empty";
  } catch (error) {
    if (codeOf(error) === noSuchDatabase) return "missing";
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL's invalid_catalog_name. */
const noSuchDatabase = "3D000";

/**
 * Reads the scripts, with the former checksums of scripts of which only comments were reworded. A database keeps the checksum of the script
 * that it applied, and a rewording does not change its tables.
 * @param {string} directory
 * @param {string} engine
 * @returns {Migration[]}
 */
function readMigrations(directory, engine) {
  /** @type {Record<string, string[]>} */
  const former = JSON.parse(fs.readFileSync(new URL("migrations/former-checksums.json", import.meta.url), "utf8"));
  const folders = fs.readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => {
      const script = fs.readFileSync(path.join(directory, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(script).digest("hex");
      return { name, script, checksum, formerChecksums: former[`${engine}/${name}`] ?? [] };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The migrations that are still to be applied.
 * @param {Migration[]} migrations
 * @param {Applied[]} applied
 */
function missing(migrations, applied) {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const done = new Set();
  for (const row of applied) {
    if (row.rolledBack) continue;
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new MigrationError(
        `A newer version of Steward has changed this database (it has the migration ${row.migration_name}). ` +
          "Start that version, or restore an older backup.",
      );
    }
    if (!row.finished) {
      throw new MigrationError(
        `Another tool began the migration ${row.migration_name} and did not finish it. ` +
          "Restore a backup from before that.",
      );
    }
    if (migration.checksum !== row.checksum && !migration.formerChecksums.includes(row.checksum)) {
      throw new MigrationError(
        `The migration ${row.migration_name} was edited after it was applied to this database. ` +
          "Install Steward's own files again.",
      );
    }
    done.add(row.migration_name);
  }
  return migrations.filter((migration) => !done.has(migration.name));
}

const whatIsApplied = `
  SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack"
  FROM "_prisma_migrations" ORDER BY started_at, migration_name`;

const tableOnSqlite = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`;

/** @typedef {{ log: (line: string) => void, warn: (line: string) => void }} Told */

/**
 * The code that changes rows after this migration's script, or null.
 * @param {string} name
 * @returns {Promise<((rows: Rows) => Promise<void>) | null>}
 */
async function changeOf(name) {
  const file = new URL(`rows/${name}.mjs`, import.meta.url);
  return fs.existsSync(file) ? (await import(file.href)).change : null;
}

/**
 * @param {string} databaseUrl
 * @param {Migration[]} migrations
 * @param {Told} told
 */
async function migrateSqlite(databaseUrl, migrations, { log, warn }) {
  const db = openSqlite(databaseUrl);
  try {
    // Before the transaction: inside one it has no effect, and rebuilding a table would delete its children.
    db.exec("PRAGMA foreign_keys = OFF");
    await patiently(() => db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE"));
    // A restored copy may be readable to others. A file that is no database stays unchanged.
    for (const each of ["", "-wal", "-shm"]) onlyForOwner(fileOf(databaseUrl) + each);
    db.exec(tableOnSqlite);
    const applied = db.prepare(whatIsApplied).all();
    const todo = missing(migrations, /** @type {Applied[]} */ (applied));
    for (const { name, script, checksum } of todo) {
      const startedAt = Date.now();
      await attempt(name, () => db.exec(script));
      const change = await changeOf(name);
      /** @type {Rows} */
      const rows = {
        all: async (sql, values) => db.prepare(sql).all(values),
        run: async (sql, values) => void db.prepare(sql).run(values),
        warn,
      };
      if (change) await attempt(name, () => change(rows));
      const broken = db.prepare("PRAGMA foreign_key_check").all();
      if (broken.length > 0) throw failed(name, `it leaves ${broken.length} rows with broken references`);
      db.prepare(
        `INSERT INTO "_prisma_migrations"
           (id, checksum, started_at, finished_at, migration_name, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
      ).run([randomUUID(), checksum, startedAt, Date.now(), name]);
      log(`Applied the migration ${name}.`);
    }
    db.exec("COMMIT");
    return todo.map(({ name }) => name);
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
    db.close();
  }
}

/**
 * Opens the file. Its folder and its mode keep other users of the computer out.
 * @param {string} databaseUrl
 */
function openSqlite(databaseUrl) {
  const file = fileOf(databaseUrl);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Only if it is new: closing any descriptor of a file drops all locks of this process on it, and SQLite relies on them.
  if (!fs.existsSync(file)) fs.closeSync(fs.openSync(file, "a", 0o600));
  return new Database(file, { timeout: 0 });
}

/** The path after `file:`, read like a path in a shell. @param {string} databaseUrl */
const fileOf = (databaseUrl) => path.resolve(databaseUrl.slice("file:".length));

/** @param {string} file */
function onlyForOwner(file) {
  try {
    if (fs.statSync(file).mode & 0o077) fs.chmodSync(file, 0o600);
  } catch {
    // It does not exist, or it belongs to another user, who lets this one use it.
  }
}

/**
 * Waits, for half a minute at most, if another process is migrating.
 * @param {() => unknown} step
 */
async function patiently(step) {
  for (const end = Date.now() + 30_000; ;) {
    try {
      return step();
    } catch (error) {
      if (!/SQLITE_BUSY|database is locked/.test(`${codeOf(error)} ${messageOf(error)}`)) throw error;
      if (Date.now() > end) throw new MigrationError("Another process has locked the database for half a minute.");
    }
    await new Promise((wake) => setTimeout(wake, randomInt(5, 25)));
  }
}

const tableOnPostgres = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
);`;

/** The lock that Prisma's own command takes, so that the two never run at once. */
const advisoryLock = 72707369;

/** @param {string} databaseUrl */
function newPostgresClient(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way reports a lost connection
  return client;
}

/**
 * @param {string} databaseUrl
 * @param {Migration[]} migrations
 * @param {Told} told
 */
async function migratePostgres(databaseUrl, migrations, { log, warn }) {
  const client = newPostgresClient(databaseUrl);
  try {
    await client.connect();
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [advisoryLock]);
    await client.query(tableOnPostgres);
    const { rows } = await client.query(whatIsApplied);
    const todo = missing(migrations, rows);
    for (const { name, script, checksum } of todo) {
      const startedAt = new Date();
      await attempt(name, () => client.query(script));
      const change = await changeOf(name);
      /** @type {(sql: string, values: unknown[]) => Promise<import("pg").QueryResult>} */
      const query = (sql, values) => client.query(sql.replace(/\?/g, withNumbers()), values);
      /** @type {Rows} */
      const rows = {
        all: async (sql, values) => (await query(sql, values)).rows,
        run: async (sql, values) => void (await query(sql, values)),
        warn,
      };
      if (change) await attempt(name, () => change(rows));
      await client.query(
        `INSERT INTO "_prisma_migrations"
           (id, checksum, started_at, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, $3, $4, $5, 1)`,
        [randomUUID(), checksum, startedAt, new Date(), name],
      );
      log(`Applied the migration ${name}.`);
    }
    await client.query("COMMIT");
    return todo.map(({ name }) => name);
  } finally {
    await client.end().catch(() => {}); // the server rolls back an open transaction
  }
}

/** Makes PostgreSQL's `$1`, `$2` and so on, in order. */
function withNumbers() {
  let last = 0;
  return () => `$${++last}`;
}

/**
 * @param {string} name
 * @param {() => unknown} step
 */
async function attempt(name, step) {
  try {
    await step();
  } catch (error) {
    throw failed(name, messageOf(error));
  }
}

/**
 * @param {string} name
 * @param {string} reason
 */
function failed(name, reason) {
  return new MigrationError(`The migration ${name} failed, and the database is unchanged: ${reason}.`);
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error && error.message) || String(codeOf(error) ?? error);

/** @param {unknown} error */
const codeOf = (error) => /** @type {{ code?: unknown }} */ (error)?.code;

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const applied = await migrate(process.env.DATABASE_URL ?? "file:./data/steward.db", { log: console.log });
    if (applied.length === 0) console.log("The database is up to date.");
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
