import "server-only";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSession } from "@/lib/access/find-session";
import { lockAccount } from "@/lib/access/lock";
import { openDatabase, type OpenDatabase } from "@/lib/database/db";
import { environmentWith } from "@/lib/runtime/environment.mjs";
import { addCast } from "@/lib/testing/cast";
import { startPostgres } from "@/lib/testing/postgres";
import { startServer } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { migrate } from "@/prisma/migrate.mjs";

// `node --conditions=react-server --import tsx lib/tools/bench/import.ts [rows]`: measures an import of many services on each engine, and how
// long pages and writers of the same account wait during it. The program must be built.
const rows = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(path.join(tmpdir(), "steward-import-"));
const postgres = await startPostgres();
const sqliteUrl = `file:${path.join(folder, "steward.db")}`;
await migrate(sqliteUrl);

try {
  for (const [engine, databaseUrl] of [
    ["SQLite", sqliteUrl],
    ["PostgreSQL", await postgres.createDatabase("import")],
  ] as const) {
    const database = openDatabase(databaseUrl);
    const cast = await addCast(database);
    const server = await startServer({ databaseUrl });
    const { cookie } = await startSession({ ...server, database }, cast.jane);
    const file = path.join(folder, `${engine}.csv`);
    // What a server pays once (first renders, code that V8 has not compiled) does not count as waiting for an import.
    await ask(server.origin, cookie, undefined, 600);
    for (const [what, day] of [
      ["new", "2027-02-03"],
      ["changed", "2028-02-03"],
      ["the same", "2028-02-03"],
    ] as const) {
      await writeFile(file, cast.account.digitalId, day);
      const idle = await ask(server.origin, cookie, undefined, 600);
      let running = true;
      const waits = ask(server.origin, cookie, () => running);
      const reading = waitToRead(database, cast.jane.id, () => running);
      const writing = waitToWrite(database, cast.account.id, () => running);
      const { seconds, megabytes, output } = await runImport(databaseUrl, file);
      running = false;
      console.log(`${engine}, ${rows} ${what}: ${seconds.toFixed(1)} s, ${megabytes} MB at most. ${output.trim()}`);
      console.log(`  a page meanwhile: ${format(await waits)}; before: ${format(idle)}`);
      console.log(`  what it reads of it meanwhile comes after ${format(await reading)}`);
      const { locked, committed } = await writing;
      console.log(
        `  a writer has the account after ${format(locked)}; what it writes is kept after ${format(committed)}`,
      );
    }
    await database.close();
    await server.stop();
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
process.exit(0);

async function writeFile(file: string, account: string, renewsOn: string) {
  const stream = createWriteStream(file);
  stream.write("account,reference,type,name,status,boughtOn,renewsOn\n");
  for (let n = 1; n <= rows; n++) {
    const line = `${account},dom-${n},domain,shop-${n}.harbour-lantern.example,active,2025-02-03,${renewsOn}\n`;
    if (!stream.write(line)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
}

/** Runs the command in its own process, and records the most memory that it used. */
async function runImport(databaseUrl: string, file: string) {
  const start = performance.now();
  const options = [
    "--conditions=react-server",
    "--import",
    "tsx",
    "lib/tools/run-command.ts",
    "service",
    "import",
    file,
    "--quiet",
  ];
  const child = spawn(process.execPath, options, {
    env: environmentWith({ DATABASE_URL: databaseUrl }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let [output, most] = ["", 0];
  child.stdout.on("data", (chunk) => (output += chunk));
  const look = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 200);
  await once(child, "exit");
  clearInterval(look);
  return { seconds: (performance.now() - start) / 1000, megabytes: Math.round(most / 1024), output };
}

/** Requests pages one after the other, with a short pause, and returns how long each took. */
async function ask(origin: string, cookie: string, shouldContinue: (() => boolean) | undefined, times = Infinity) {
  const pages = [
    "/services",
    "/services?q=harbour",
    "/services?sort=-renewal&type=domain",
    "/account/users",
    "/account/activity",
  ];
  const took: Took[] = [];
  for (let n = 0; n < times && (shouldContinue?.() ?? true); n++) {
    const page = pages[n % pages.length]!;
    const start = performance.now();
    const response = await fetch(origin + page, { headers: { cookie } });
    await response.text();
    if (response.status !== 200) throw new Error(`${page} answered ${response.status}`);
    took.push({ what: page, ms: performance.now() - start });
    await new Promise((wake) => setTimeout(wake, 30));
  }
  return took;
}

/**
 * Reads what a page reads first: its person, and the lists that an import writes. Returns how long this took each time. This is all the time
 * that a page waits for an import, apart from the shared processor.
 */
async function waitToRead({ db }: OpenDatabase, personId: string, shouldContinue: () => boolean) {
  const { accountId, sessions } = await db.person.findUniqueOrThrow({
    where: { id: personId },
    include: { sessions: true },
  });
  const took: Took[] = [];
  while (shouldContinue()) {
    const start = performance.now();
    await findSession(db, { tokenHash: sessions[0]!.tokenHash, now: new Date() });
    await db.service.findMany({ where: { accountId }, orderBy: [{ nameKey: "asc" }, { id: "asc" }], take: 25 });
    await db.activity.findMany({ where: { accountId }, orderBy: [{ seq: "desc" }], take: 25 });
    took.push({ what: "its reads", ms: performance.now() - start });
    await new Promise((wake) => setTimeout(wake, 30));
  }
  return took;
}

/**
 * Takes the account's lock, as every change does, and returns two times. The first is until it has the lock: so long it waits for others.
 * The second is until its own commit is done, which includes the disk's work.
 */
async function waitToWrite({ transaction }: OpenDatabase, accountId: number, shouldContinue: () => boolean) {
  const [locked, committed]: Took[][] = [[], []];
  while (shouldContinue()) {
    const start = performance.now();
    await transaction(async (tx) => {
      await lockAccount(tx, accountId);
      locked!.push({ what: "the lock", ms: performance.now() - start });
    });
    committed!.push({ what: "its commit", ms: performance.now() - start });
    await new Promise((wake) => setTimeout(wake, 30));
  }
  return { locked: locked!, committed: committed! };
}

type Took = { what: string; ms: number };

function format(took: Took[]): string {
  const sorted = took.toSorted((a, b) => a.ms - b.ms);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const slow = sorted.filter(({ ms }) => ms > 100).length;
  const most = sorted.at(-1)!;
  return `median ${at(0.5).ms.toFixed(0)}, 95 % ${at(0.95).ms.toFixed(0)}, 99 % ${at(0.99).ms.toFixed(0)}, longest ${most.ms.toFixed(0)} ms (${most.what}), ${slow} of ${took.length} over 100 ms`;
}
