import "server-only";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, startServer } from "@/e2e/servers";
import { insertAccount } from "@/lib/accounts/store";
import { appendLine, lockAccount } from "@/lib/audit";
import { authorize } from "@/lib/authorize";
import { startBare } from "@/lib/bench/bare.mjs";
import { sealCursor } from "@/lib/cursor";
import { openDatabase, type OpenDatabase } from "@/lib/db";
import { env } from "@/lib/env.mjs";
import { insertSession } from "@/lib/sessions/store";
import { newToken } from "@/lib/tokens";
import { migrate } from "@/prisma/migrate.mjs";
import { seedUsers } from "@/prisma/seed";
import { startPostgres } from "@/prisma/test-postgres";

/** Rounds take turns through every page, so that whatever else the computer does falls on all alike. */
const quick = process.argv.includes("--quick");
const [many, rounds, requests] = quick ? [10_000, 5, 4] : [100_000, 9, 12];
// Ten show fewer rows than a page holds; seventy fill one from the middle of the list on, as the many do.
const sizes = [10, 70, many];

type Target = { page: string; at: string; url: string; cookie: string; medians: number[]; all: number[] };

const folder = mkdtempSync(path.join(tmpdir(), "steward-bench-"));
const postgres = await startPostgres();
const sqliteUrl = `file:${path.join(folder, "steward.db")}`;
await migrate(sqliteUrl);
const urls = { SQLite: sqliteUrl, PostgreSQL: await postgres.createDatabase("bench") };

const bareAt = await freePort();
const stopBare = await startBare(path.resolve("test-results/bare"), bareAt);
const bare: Target = { page: "bare page of Next", at: "", url: `http://localhost:${bareAt}/`, cookie: "", medians: [], all: [] };
const targets: Target[] = [bare];
const servers: Awaited<ReturnType<typeof startServer>>[] = [];

try {
  for (const [engine, databaseUrl] of Object.entries(urls)) {
    const database = openDatabase(databaseUrl);
    const accounts: Awaited<ReturnType<typeof makeAccount>>[] = [];
    for (const size of sizes) {
      const start = Date.now();
      accounts.push(await makeAccount(database, size));
      console.log(`${engine}: ${size} users in ${((Date.now() - start) / 1000).toFixed(1)} s`);
    }
    if (database.engine === "postgresql") await database.writer.$executeRaw`VACUUM ANALYZE`;
    const server = await startServer({ databaseUrl, secret: env.secret });
    servers.push(server);
    for (const [index, account] of accounts.entries()) {
      for (const [page, query] of await pagesOf(database, account.accountId)) {
        const url = `${server.origin}/account/users?${new URLSearchParams(query)}`;
        targets.push({ page, at: `${engine} ${sizes[index]}`, url, cookie: `steward-session=${account.token}`, medians: [], all: [] });
      }
    }
    await database.close();
  }

  for (const target of targets) for (let warm = 0; warm < 5; warm++) await ask(target);
  for (let round = 0; round < rounds; round++) {
    // Every other round goes through them backwards.
    for (const target of round % 2 ? targets.toReversed() : targets) {
      const times: number[] = [];
      for (let n = 0; n < requests; n++) times.push(await ask(target));
      target.medians.push(medianOf(times));
      target.all.push(...times);
    }
  }
  report();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
stopBare();
// Nothing of theirs is kept, so nobody waits for them to end well.
await Promise.all(servers.map((server) => server.kill()));
await postgres.stop();
rmSync(folder, { recursive: true });
// The test server of PostgreSQL ends the process with 0 whatever happened, unless it is told.
process.exit(process.exitCode ?? 0);

/** How long one page takes, in milliseconds, until its last byte. */
async function ask({ url, cookie, page, at }: Target): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  await response.text();
  const took = performance.now() - start;
  if (response.status !== 200) {
    const said = servers.map((server) => server.log().split("\n").slice(-5).join("\n"));
    throw new Error(`${page} (${at}) answered ${response.status}.\n${said.join("\n")}`);
  }
  return took;
}

async function makeAccount(database: OpenDatabase, size: number) {
  const token = newToken();
  const stranger = { kind: "stranger", address: "bench", browser: { token: "", known: "", userAgent: "" } } as const;
  const person = { firstName: "Ada", lastName: "Holder", organisation: "", email: `ada${size}@example.com`, passwordHash: "", changeDue: false };
  const accountId = await database.transaction(async (tx) => {
    const auth = authorize(stranger, "account.create", tx);
    const { id, holderId } = await insertAccount(auth, person);
    await insertSession(auth, { id: holderId, accountId: id }, { token, userAgent: "" });
    const line = { by: { id: holderId, name: "Ada Holder" }, changes: [], at: auth.now, permission: "account.create" as const };
    await appendLine(tx, await lockAccount(tx, id), line, stranger);
    return id;
  });
  await seedUsers(database, accountId, size);
  return { accountId, token };
}

/** The pages that people ask for, as the address says them; a deep one begins in the middle of its list. */
async function pagesOf({ db }: OpenDatabase, accountId: number): Promise<[string, Record<string, string>][]> {
  const where = { accountId, kind: "user", removed: false };
  const half = Math.floor((await db.person.count({ where })) / 2);
  const newest = await db.person.findFirstOrThrow({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], skip: half });
  const never = { ...where, lastLoginAt: new Date(0) };
  const nobody = Math.floor((await db.person.count({ where: never })) / 2);
  const absent = await db.person.findFirst({ where: never, orderBy: { id: "desc" }, skip: nobody });
  const after = (sort: string, key: Date, id: string) => sealCursor(`users ${accountId} ${sort}`, { to: "after", key: key.toISOString(), id });
  return [
    ["first page", {}],
    ["deep page", { cursor: after("-created", newest.createdAt, newest.id) }],
    ["deep among those who never came", { sort: "-last-login", cursor: after("-last-login", new Date(0), absent?.id ?? "") }],
    ["sorted by username", { sort: "username" }],
    ["sorted by last login", { sort: "-last-login" }],
    ["status disabled", { status: "disabled" }],
    ["None, enabled, by username", { privilege: "none", status: "enabled", sort: "username" }],
    ["search: one user", { q: newest.login }],
    ["search: a team", { q: "Night shift" }],
    ["search: everybody", { q: "example.com" }],
    ["search: two letters", { q: "ad" }],
    ["search: everybody, removed", { q: "example.com", status: "removed" }],
    ["search: nobody", { q: "nobody-has-this" }],
  ];
}

function report() {
  const pages = [...new Set(targets.map(({ page }) => page))].slice(1);
  const columns = Object.keys(urls).flatMap((engine) => sizes.map((size) => `${engine} ${size}`));
  const find = (page: string, at: string) => targets.find((target) => target.page === page && target.at === at)!;
  const told = ({ all, medians }: Target) =>
    `${medianOf(all).toFixed(1)} (${Math.min(...medians).toFixed(1)}–${Math.max(...medians).toFixed(1)})`;
  const table = pages.map((page) => {
    const cells = Object.keys(urls).flatMap((engine) => {
      const found = sizes.map((size) => find(page, `${engine} ${size}`));
      return [...found.map(told), (medianOf(found.at(-1)!.all) / medianOf(found.at(-2)!.all)).toFixed(2)];
    });
    return [page, ...cells];
  });
  const head = ["page", ...Object.keys(urls).flatMap((engine) => [...sizes.map((size) => `${engine}, ${size}`), `${many} : 70`])];
  console.log(`\nMilliseconds: median of ${rounds} × ${requests} requests (lowest–highest median of a round)`);
  console.log(`Beside them a bare page of Next: ${told(bare)}\n`);
  for (const row of [head, head.map(() => "---"), ...table]) console.log(`| ${row.join(" | ")} |`);
  mkdirSync("test-results", { recursive: true });
  const figures = targets.map(({ page, at, all, medians }) => ({ page, at, median: medianOf(all), rounds: medians }));
  writeFileSync("test-results/bench.json", `${JSON.stringify({ many, rounds, requests, columns, figures }, null, 2)}\n`);
}

function medianOf(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
