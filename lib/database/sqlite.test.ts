import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import Database from "libsql";
import { beforeEach, describe, expect, it } from "vitest";
import { isUnavailable, openDatabase } from "@/lib/database/db";
import { SingleConnectionLibSql } from "@/lib/database/sqlite";
import { newDatabaseUrl } from "@/lib/testing/databases";

const isLong = process.env.STEWARD_LONG === "1";
const counter = { key: "counter", count: 0, waitUntil: 0n, expiresAt: 0n, ticket: "" };
const fileOf = (url: string) => url.slice("file:".length);

let url: string;
let opened: ReturnType<typeof openDatabase>;

beforeEach(async () => {
  url = await newDatabaseUrl("sqlite");
  opened = openDatabase(url);
  await opened.writer.limit.create({ data: counter });
  return opened.close;
});

const countNow = async () => (await opened.db.limit.findUniqueOrThrow({ where: { key: "counter" } })).count;

describe("One kept connection", () => {
  const transactions = isLong ? 30_000 : 1_200;

  it(`runs ${transactions} transactions with at most 1,024 open files`, { timeout: 300_000 }, async () => {
    expect(await ended(start("oneByOne", url, transactions))).toEqual({ code: 0, output: "" });
    expect(await countNow()).toBe(transactions);
  });

  it("lets two processes take turns with a hundred transactions each", { timeout: 60_000 }, async () => {
    const processes = [start("atOnce", url, 100), start("atOnce", url, 100)];
    expect(await Promise.all(processes.map(ended))).toEqual(Array(2).fill({ code: 0, output: "" }));
    expect(await countNow()).toBe(200);
  });
});

describe("While another process holds the lock", () => {
  it("reads continue, and a write waits for its turn", async () => {
    const stranger = new Database(fileOf(url), { timeout: 0 });
    stranger.exec("BEGIN IMMEDIATE");
    const write = opened.transaction((tx) => tx.limit.update({ where: { key: "counter" }, data: { count: 7 } }));
    const began = Date.now();
    for (let reads = 0; reads < 10; reads++) expect(await countNow()).toBe(0);
    // If they waited behind the writer, its five seconds would be over first.
    expect(Date.now() - began).toBeLessThan(4_000);
    stranger.exec("COMMIT");
    stranger.close();
    await write;
    expect(await countNow()).toBe(7);
  });

  it("a write that waited too long fails because the database is unavailable", async () => {
    const stranger = new Database(fileOf(url), { timeout: 0 });
    stranger.exec("BEGIN IMMEDIATE");
    const refused = await opened.transaction((tx) => tx.limit.count()).catch((error: unknown) => error);
    expect(isUnavailable(refused)).toBe(true);
    stranger.close();
    await opened.writer.limit.deleteMany();
    expect(await opened.db.limit.count()).toBe(0);
  });
});

describe("After kill -9", () => {
  const kills = isLong ? 20 : 3;

  it(`every acknowledged write is there, and none is partial (${kills} kills)`, { timeout: 120_000 }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const victim = start("untilKilled", url, 0);
      const output = collect(victim);
      await once(victim.stdout!, "data");
      await new Promise((wake) => setTimeout(wake, 100 + Math.random() * 400));
      victim.kill("SIGKILL");
      await once(victim, "close");

      const rows = await opened.db.limit.findMany({ where: { key: { startsWith: `${victim.pid}-` } } });
      const keys = new Set(rows.map(({ key }) => key));
      const acknowledged = output().split("\n").slice(0, -1);
      const lost = acknowledged.filter((pair) => !keys.has(`${pair}-a`) || !keys.has(`${pair}-b`));
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(lost).toEqual([]);
      expect([...keys].filter((key) => !keys.has(key.replace(/.$/, (end) => (end === "a" ? "b" : "a"))))).toEqual([]);
      // At most one more for each of the four writers: committed, but killed before it could print.
      expect(keys.size / 2 - acknowledged.length).toBeLessThanOrEqual(4);
    }
  });
});

describe("A statement after closing", () => {
  it("fails because the database is unavailable, and does not end the process", async () => {
    const adapter = await new SingleConnectionLibSql(fileOf(url), "write").connect();
    const statement = { sql: `SELECT count(*) FROM "Limit"`, args: [], argTypes: [] };
    expect((await adapter.queryRaw(statement)).rows).toEqual([[1]]);
    await adapter.dispose();
    expect(isUnavailable(await adapter.queryRaw(statement).catch((error: unknown) => error))).toBe(true);
    await expect(adapter.startTransaction()).rejects.toThrow(/closed/);
  });
});

describe("A transaction's handle", () => {
  it("is refused when its transaction is over, and cannot change the next one", async () => {
    const adapter = await new SingleConnectionLibSql(fileOf(url), "write").connect();
    const statement = (sql: string) => ({ sql, args: [], argTypes: [] });
    const stale = await adapter.startTransaction();
    await stale.rollback();
    const next = await adapter.startTransaction();
    await next.executeRaw(statement(`UPDATE "Limit" SET "count" = 1`));
    await expect(stale.executeRaw(statement(`UPDATE "Limit" SET "count" = 9`))).rejects.toThrow(/closed/);
    await expect(stale.commit()).rejects.toThrow(/closed/);
    await stale.rollback();
    await next.commit();
    await adapter.dispose();
    expect(await countNow()).toBe(1);
  });

  it("leaves nothing behind when its commit fails, and the next transaction succeeds", async () => {
    const holderless = opened.transaction((tx) =>
      tx.account.create({
        data: { digitalId: "1234-567-89", handle: "ah48213-stw", holderId: "nobody", createdAt: new Date() },
      }),
    );
    await expect(holderless).rejects.toThrow(/FOREIGN KEY/);
    await opened.transaction((tx) => tx.limit.update({ where: { key: "counter" }, data: { count: 2 } }));
    expect(await opened.db.account.count()).toBe(0);
    expect(await countNow()).toBe(2);
  });
});

describe("Numbers", () => {
  it("are bound as whole numbers if they are whole: the text index accepts only those as a range", async () => {
    const [bound] = await opened.db.$queryRaw<object[]>`
      SELECT typeof(${5}) AS "number", typeof(${-1}) AS "negative", typeof(${7n}) AS "bigint", typeof(${2n ** 62n}) AS "large",
        typeof(${true}) AS "boolean", typeof(${0.5}) AS "half", typeof(${2 ** 60}) AS "beyond", typeof(${"5"}) AS "text", typeof(${null}) AS "null"`;
    expect(bound).toEqual({
      number: "integer",
      negative: "integer",
      bigint: "integer",
      large: "integer",
      boolean: "integer",
      half: "real",
      beyond: "real",
      text: "text",
      null: "null",
    });
  });

  it("keep every digit above 2^53, and a column has numbers of one type", async () => {
    const large = [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 62n + 1n, -(2n ** 63n)];
    for (const [at, expiresAt] of large.entries())
      await opened.writer.limit.create({ data: { ...counter, key: `${at}`, expiresAt } });
    const where = { key: { not: "counter" } };
    const rows = await opened.db.limit.findMany({ where, orderBy: { key: "asc" }, select: { expiresAt: true } });
    expect(rows.map(({ expiresAt }) => expiresAt)).toEqual(large);
    const found = await opened.db.limit.findMany({
      where: { expiresAt: { in: [large[2]!, large[3]!] } },
      orderBy: { key: "asc" },
    });
    expect(found.map(({ key }) => key)).toEqual(["2", "3"]);
    const computed = await opened.db.$queryRaw<{ n: unknown; small: unknown }[]>`
      SELECT rowid * 0 + "expiresAt" AS "n", 5 AS "small" FROM "Limit" WHERE "key" <> 'counter' ORDER BY "key"`;
    expect(computed).toEqual(large.map((n) => ({ n, small: 5 })));
    expect(await opened.db.limit.aggregate({ where, _max: { expiresAt: true }, _count: true })).toEqual({
      _max: { expiresAt: large[3] },
      _count: 5,
    });
  });
});

describe("The reading client", () => {
  it("refuses to write", async () => {
    await expect(opened.db.limit.deleteMany()).rejects.toThrow(/readonly/);
    expect(await countNow()).toBe(0);
  });

  it("sees a write as soon as it is acknowledged", async () => {
    for (let count = 1; count <= 50; count++) {
      await opened.writer.limit.update({ where: { key: "counter" }, data: { count } });
      expect(await countNow()).toBe(count);
    }
  });
});

/** Runs a task of lib/database/sqlite-test-process.ts with the usual limit of open files. */
function start(task: string, databaseUrl: string, count: number): ChildProcess {
  const node = [process.execPath, "--conditions=react-server", "--import=tsx", "lib/database/sqlite-test-process.ts"];
  return spawn("sh", ["-c", 'ulimit -n 1024 && exec "$@"', "sh", ...node, task, databaseUrl, String(count)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

function collect(child: ChildProcess) {
  let output = "";
  const add = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => output;
}

async function ended(child: ChildProcess) {
  const output = collect(child);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output() };
}
