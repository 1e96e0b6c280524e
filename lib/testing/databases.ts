// Real databases for tests: every store is tested on both engines.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import Database from "libsql";
import { afterAll, describe, inject } from "vitest";
import { openDatabase, type OpenDatabase } from "@/lib/database/db";
import { newFolder } from "@/lib/testing/folders";
import { createDatabase } from "@/lib/testing/postgres";
import { migrate } from "@/prisma/migrate.mjs";

/**
 * Runs `body` as a `describe` for each engine. `open()` gives the migrated database of that describe, the same at each call and empty at
 * first. It is closed after the last test.
 */
export function onEachEngine(name: string, body: (open: () => Promise<OpenDatabase>) => void) {
  describe.each(["sqlite", "postgresql"] as const)(`${name} (%s)`, (engine) => {
    let opened: Promise<OpenDatabase> | undefined;
    const open = () => (opened ??= newDatabaseUrl(engine).then(openDatabase));
    afterAll(async () => {
      await (await opened)?.close();
    });
    body(open);
  });
}

/** Creates a migrated, empty database and returns its URL. A SQLite file is removed when the test process ends. */
export async function newDatabaseUrl(engine: OpenDatabase["engine"]): Promise<string> {
  if (engine === "postgresql") return createDatabase(inject("postgresUrl"), `test_${randomBytes(8).toString("hex")}`);
  const file = path.join(temporaryFolder(), "steward.db");
  fs.copyFileSync(await migratedFile(), file);
  return `file:${file}`;
}

/** The SQLite database from which every other one of this worker is copied. */
function migratedFile(): Promise<string> {
  const worker = globalThis as typeof globalThis & { stewardMigratedFile?: Promise<string> };
  return (worker.stewardMigratedFile ??= (async () => {
    const file = path.join(temporaryFolder(), "template.db");
    await migrate(`file:${file}`);
    // Everything moves from the write-ahead log into the file itself.
    const database = new Database(file);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    return file;
  })());
}

const folders: string[] = [];

/** Creates a folder that is removed when the test process ends. */
export function temporaryFolder(): string {
  const folder = newFolder("steward-test");
  if (folders.push(folder) === 1) {
    process.on("exit", () => folders.forEach((each) => fs.rmSync(each, { recursive: true, force: true })));
  }
  return folder;
}
