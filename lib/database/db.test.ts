import { describe, expect, inject, it } from "vitest";
import { isUnanswered, isUnavailable, isUniqueViolation, openDatabase, type Db } from "@/lib/database/db";
import { newDatabaseUrl, onEachEngine, temporaryFolder } from "@/lib/testing/databases";
import { lineTo } from "@/lib/testing/line";

const row = (key: string) => ({ key, count: 0, waitUntil: 0n, expiresAt: 2n ** 41n, ticket: "" });
const at = new Date("2026-11-24T10:00:00.120Z");

onEachEngine("The database", (open) => {
  it("saves all of a transaction, or nothing", async () => {
    const { db, transaction } = await open();
    const broken = transaction(async (tx) => {
      await tx.limit.create({ data: row("a") });
      throw new Error("changed my mind");
    });
    await expect(broken).rejects.toThrow("changed my mind");
    expect(await db.limit.count()).toBe(0);
    expect(await transaction((tx) => tx.limit.create({ data: row("a") }))).toEqual(row("a"));
  });

  it("saves nothing of a transaction whose COMMIT is refused, and throws", async () => {
    const { db, transaction } = await open();
    const before = await db.account.count();
    let ran = false;
    const broken = transaction(async (tx) => {
      // The foreign key of the holder is checked at the COMMIT.
      await tx.account.create({
        data: { digitalId: "1234-567-88", handle: "cc48213-stw", holderId: "nobody", createdAt: at },
      });
      ran = true;
    });
    const error = await caught(broken);
    expect(ran).toBe(true);
    expect(error).toBeInstanceOf(Error);
    expect([isUnanswered(error), isUnavailable(error)]).toEqual([false, false]);
    expect(await db.account.count()).toBe(before);
    expect(await transaction((tx) => tx.limit.create({ data: row("after") }))).toEqual(row("after"));
  });

  it("keeps a single write even if a later transaction fails", async () => {
    const { db, writer, transaction } = await open();
    await writer.limit.create({ data: row("b") });
    await expect(transaction(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await db.limit.findUnique({ where: { key: "b" } })).toEqual(row("b"));
  });

  it("runs a hundred simultaneous transactions in turn", async () => {
    const { db, transaction } = await open();
    const key = "counter";
    await transaction((tx) => tx.limit.create({ data: row(key) }));
    const add = () => transaction((tx) => tx.limit.update({ where: { key }, data: { count: { increment: 1 } } }));
    await Promise.all(Array.from({ length: 100 }, add));
    expect(await db.limit.findUnique({ where: { key } })).toMatchObject({ count: 100 });
  });

  it("reports which value was taken", async () => {
    const { writer, transaction } = await open();
    const ada = { digitalId: "1234-567-89", handle: "ah48213-stw", holderId: "ada", emailKey: "ada@example.com" };
    await transaction((tx) => insertAccount(tx, ada));
    const bob = { digitalId: "1234-567-00", handle: "bb48213-stw", holderId: "bob", emailKey: "bob@example.com" };
    const sameId = { ...bob, digitalId: ada.digitalId };
    const byModel = await caught(transaction((tx) => insertAccount(tx, sameId)));
    const byStatement = await caught(
      writer.$executeRaw`INSERT INTO "Account" ("digitalId", "handle", "holderId", "createdAt")
        VALUES (${sameId.digitalId}, ${sameId.handle}, ${sameId.holderId}, ${at})`,
    );
    for (const error of [byModel, byStatement]) {
      expect(isUniqueViolation(error, "digitalId")).toBe(true);
      expect(isUniqueViolation(error, "emailKey")).toBe(false);
      expect(isUnavailable(error)).toBe(false);
    }
    const sameEmail = await caught(transaction((tx) => insertAccount(tx, { ...bob, emailKey: ada.emailKey })));
    expect(isUniqueViolation(sameEmail, "emailKey")).toBe(true);
    expect(isUniqueViolation(sameEmail, "digitalId")).toBe(false);
  });

  it("stores times to the millisecond, and compares them in raw statements too", async () => {
    const { db } = await open();
    const account = await db.account.findFirstOrThrow({ where: { createdAt: at } });
    expect(account.createdAt).toEqual(at);
    const rows = await db.$queryRaw<{ createdAt: Date | string }[]>`
      SELECT "createdAt" FROM "Account" WHERE "createdAt" >= ${at} AND "createdAt" < ${new Date(at.getTime() + 1)}`;
    expect(rows.map(({ createdAt }) => new Date(createdAt))).toEqual([at]);
  });
});

describe("Transactions of PostgreSQL that wait for each other", () => {
  /** Looks for a deadlock at once instead of after a second. */
  const soon = async (tx: Db) => void (await tx.$queryRaw`SELECT set_config('deadlock_timeout', '20ms', true)`);

  it("are started again when PostgreSQL ends one of them, and both are saved once", async () => {
    const { db, writer, transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
    await writer.limit.createMany({ data: [row("a"), row("b")] });
    let [began, holding] = [0, 0];
    let bothHold = () => {};
    const held = new Promise<void>((resolve) => (bothHold = resolve));
    const add = (first: string, second: string) =>
      transaction(async (tx) => {
        began++;
        await soon(tx);
        await tx.limit.update({ where: { key: first }, data: { count: { increment: 1 } } });
        if (++holding === 2) bothHold();
        await held;
        await tx.limit.update({ where: { key: second }, data: { count: { increment: 1 } } });
      });
    await Promise.all([add("a", "b"), add("b", "a")]);
    expect(began).toBe(3);
    expect(await db.limit.findMany({ select: { count: true } })).toEqual([{ count: 2 }, { count: 2 }]);
    await close();
  });

  it("are given up after three attempts: the database is then unavailable", async () => {
    const { transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
    let began = 0;
    const ended = transaction(async (tx) => {
      began++;
      await tx.$queryRaw`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$`;
    });
    expect(isUnavailable(await caught(ended))).toBe(true);
    expect(began).toBe(3);
    await close();
  });

  it("are not started again for any other reason", async () => {
    const { transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
    let began = 0;
    const ended = transaction(async (tx) => {
      began++;
      await tx.$queryRaw`SELECT 1 / (${0}::int)`;
    });
    await expect(ended).rejects.toThrow(/division by zero/);
    expect(began).toBe(1);
    await close();
  });
});

describe("A COMMIT of PostgreSQL", () => {
  it("is unanswered when the connection is lost while it is sent or answered", async () => {
    const line = await lineTo(await newDatabaseUrl("postgresql"));
    const { db, transaction, close } = openDatabase(line.url);
    for (const [lost, count] of [
      ["question", 0],
      ["answer", 1],
    ] as const) {
      await db.limit.count();
      line.cutAt("COMMIT", lost);
      const error = await caught(transaction((tx) => tx.limit.create({ data: row(lost) })));
      expect([lost, isUnanswered(error), isUnavailable(error)]).toEqual([lost, true, true]);
      expect([lost, await db.limit.count({ where: { key: lost } })]).toEqual([lost, count]);
    }
    await close();
    await line.close();
  });

  it("is not unanswered when the connection is lost before it is sent", async () => {
    const line = await lineTo(await newDatabaseUrl("postgresql"));
    const { db, transaction, close } = openDatabase(line.url);
    line.cutAt("INSERT", "answer");
    const half = await caught(transaction((tx) => tx.limit.create({ data: row("half") })));
    const cut = await caught(
      transaction(async (tx) => {
        await tx.limit.create({ data: row("whole") });
        line.cutAt("SELECT 'gone'", "answer");
        await caught(tx.$queryRaw`SELECT 'gone'`);
      }),
    );
    for (const error of [half, cut]) expect([isUnanswered(error), isUnavailable(error)]).toEqual([false, true]);
    expect(await db.limit.count()).toBe(0);
    await close();
    await line.close();
  });
});

describe("A database that cannot serve", () => {
  it("is unavailable: a file in a folder that is missing", async () => {
    const { db, close } = openDatabase(`file:${temporaryFolder()}/missing/steward.db`);
    expect(isUnavailable(await caught(db.limit.count()))).toBe(true);
    await close();
  });

  it("is unavailable: a file on a full disk", async () => {
    const { writer, db, close } = openDatabase(await newDatabaseUrl("sqlite"));
    await writer.$queryRaw`PRAGMA max_page_count = 1`; // SQLite then reports FULL, as with a full disk
    const fill = async () => {
      for (let n = 0; n < 500; n++) await writer.limit.create({ data: row(`${n}`.padStart(200, "x")) });
    };
    expect(isUnavailable(await caught(fill()))).toBe(true);
    expect(await db.limit.count()).toBeGreaterThan(0);
    await close();
  });

  it("is unavailable: a server that does not answer, or that does not have the database", async () => {
    const missing = new URL(inject("postgresUrl"));
    missing.pathname = "/missing";
    for (const url of ["postgresql://steward:x@127.0.0.1:1/steward", missing.href]) {
      const { db, transaction, close } = openDatabase(url);
      expect(isUnavailable(await caught(db.limit.count()))).toBe(true);
      expect(isUnavailable(await caught(transaction((tx) => tx.limit.count())))).toBe(true);
      await close();
    }
  });

  // The long form alone waits for the timeouts.
  const inLongForm: typeof it | null = process.env.STEWARD_LONG === "1" ? it : null;
  inLongForm?.("is unavailable: a server whose connections are all in use", { timeout: 60_000 }, async () => {
    const { db, transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
    const busy = Array.from({ length: 10 }, () => transaction((tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(12)`));
    await new Promise((wake) => setTimeout(wake, 500));
    expect(isUnavailable(await caught(db.limit.count()))).toBe(true);
    await Promise.all(busy);
    expect(await db.limit.count()).toBe(0);
    await close();
  });

  inLongForm?.(
    "is unavailable: a server that stopped; its half transaction meets no other",
    { timeout: 90_000 },
    async () => {
      const { db, transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
      let pid = 0;
      const stopped = transaction(async (tx) => {
        await tx.limit.create({ data: row("half") });
        const [me] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
        process.kill((pid = me?.pid ?? 0), "SIGSTOP");
        await tx.limit.create({ data: row("done") });
      });
      expect(isUnavailable(await caught(stopped))).toBe(true);
      process.kill(pid, "SIGCONT");
      await transaction((tx) => tx.limit.create({ data: row("next") }));
      expect(await db.limit.findMany({ select: { key: true } })).toEqual([{ key: "next" }]);
      await close();
    },
  );

  it("is unavailable while a server ends its connections, and recovers automatically", async () => {
    const { db, transaction, close } = openDatabase(await newDatabaseUrl("postgresql"));
    const ended = transaction(async (tx) => {
      await tx.limit.create({ data: row("half") });
      const [me] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await db.$queryRaw`SELECT pg_terminate_backend(${me?.pid})`;
      await tx.limit.create({ data: row("done") });
    });
    expect(isUnavailable(await caught(ended))).toBe(true);
    expect(await db.limit.count()).toBe(0);
    await close();
  });
});

it("The server's time zone changes no stored time", async () => {
  const url = new URL(await newDatabaseUrl("postgresql"));
  url.searchParams.set("options", "-c TimeZone=Asia/Tokyo -c application_name=tokyo");
  const { db, close } = openDatabase(url.href);
  const [row] = await db.$queryRaw<object[]>`
    SELECT current_setting('TimeZone') AS zone, current_setting('application_name') AS name, ${at}::timestamptz AS at`;
  expect(row).toEqual({ zone: "UTC", name: "tokyo", at });
  await close();
});

type NewAccount = { digitalId: string; handle: string; holderId: string; emailKey: string };

async function insertAccount(tx: Db, { emailKey, ...account }: NewAccount) {
  const { id: accountId } = await tx.account.create({ data: { ...account, createdAt: at } });
  const holder = { id: account.holderId, number: BigInt(accountId) << 30n, accountId, email: emailKey, emailKey };
  const times = { passwordChangedAt: at, lastLoginAt: at, createdAt: at, editedAt: at };
  await tx.person.create({ data: { ...holder, kind: "holder", privilege: "holder", status: "enabled", ...times } });
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
