import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Authorized, Autocommit } from "@/lib/access/authorize";
import { watch } from "@/lib/testing/plans";
import { onEachProgram, program as steward, type Program } from "@/lib/testing/program";

const over = new Date("2020-01-01T00:00:00.000Z");

/** The lookups of a sweep, with the index of each. */
const looks: { what: string; index: string; look: (handles: Handles) => Promise<unknown> }[] = [
  {
    what: "removed users",
    index: "Person_removedAt_idx",
    look: async ({ upkeep }) => (await import("@/lib/domain/users/store")).listErasable(upkeep, 20),
  },
  {
    what: "erased values",
    index: "Erasure_pkey",
    look: async ({ erasing }) => (await import("@/lib/domain/activity/erasing")).listErasing(erasing, 20),
  },
  {
    what: "old sessions",
    index: "Session_expiresAt_idx",
    look: async ({ upkeep }) => (await import("@/lib/domain/sessions/store")).deleteOldSessions(upkeep, 200),
  },
  {
    what: "old mails",
    index: "Mail_createdAt_id_idx",
    look: async ({ upkeep }) => (await import("@/lib/domain/mail/store")).deleteOldMails(upkeep, 200),
  },
  {
    what: "old log-ins",
    index: "SignIn_at_id_idx",
    look: async ({ upkeep }) => (await import("@/lib/domain/sign-ins/store")).deleteOldSignIns(upkeep, 200),
  },
  {
    what: "old links",
    index: "Link_expiresAt_idx",
    look: async ({ upkeep }) => (await import("@/lib/domain/mail-links/store")).deleteExpiredLinks(upkeep, 200),
  },
  {
    what: "old challenges",
    index: "UsedChallenge_expiresAt_idx",
    look: async ({ upkeep }) =>
      (await import("@/lib/domain/two-factor/challenge")).deleteExpiredChallenges(upkeep, 200),
  },
  {
    what: "old limits",
    index: "Limit_expiresAt_idx",
    look: async ({ upkeep }) => (await import("@/lib/access/limits")).clean(upkeep, Date.now(), 200),
  },
];

type Handles = { upkeep: Autocommit<"installation.upkeep">; erasing: Authorized<"activity.erase"> };

onEachProgram("A look of the sweep", (program, engine) => {
  let watched: Awaited<ReturnType<typeof watch>>;

  beforeAll(async () => {
    watched = await watch(await program(), "write");
    // With so few rows PostgreSQL would otherwise read and sort them all.
    const ways = ["seqscan", "bitmapscan", "sort"].map((way) => `set_config('enable_${way}', 'off', false)`);
    if (engine === "postgresql") await watched.explain({ sql: `SELECT ${ways.join(", ")}`, values: [] }, "");
  });

  afterAll(() => watched.close());

  it.each(looks)("for $what uses one index", async ({ index, look }) => {
    watched.statements.length = 0;
    const { autocommitAuth, reading } = await program();
    const { db } = watched;
    await look({
      upkeep: autocommitAuth(steward, "installation.upkeep", undefined, db),
      erasing: reading(steward, "activity.erase", undefined, db),
    });
    // If it finds nothing, it runs no other statement.
    expect(watched.statements).toHaveLength(1);
    const plan = await watched.explain(watched.statements[0]!);
    if (engine === "sqlite") {
      // Few people are erased, and their rows are read by the table's primary key. The other list is the rows that were found.
      expect(plan).toMatch(
        index === "Erasure_pkey"
          ? /^SCAN .* USING INDEX sqlite_autoindex_Erasure_1$/
          : new RegExp(`SEARCH .* INDEX ${index} `),
      );
      if (index !== "Erasure_pkey") expect(plan).not.toMatch(/SCAN (?!over\b)|TEMP B-TREE/);
    } else {
      expect(plan).toContain(`"${index}"`);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  });

  it("is the whole list of a sweep's lookups", async () => {
    const { sweepTasks } = await import("@/lib/background/sweep");
    expect(sweepTasks.map(({ name }) => name)).toEqual(looks.map(({ what }) => what));
  });

  it("for old limits finds a small batch at a time, and never a limit that is still in force", async () => {
    const { database, autocommitAuth } = await program();
    const { writer, db } = database;
    const { clean } = await import("@/lib/access/limits");
    const row = (n: number) => ({
      key: `limit ${n}`,
      count: 1,
      waitUntil: 0n,
      expiresAt: BigInt(over.getTime() + n),
      ticket: "",
    });
    for (let n = 1; n <= 26; n++) await writer.limit.create({ data: row(n) });
    const batches = [];
    for (let count = 0; count < 4; count++)
      batches.push(await clean(autocommitAuth(steward, "installation.upkeep"), over.getTime() + 25, 10));
    expect(batches).toEqual([10, 10, 5, 0]);
    expect(await db.limit.findMany({ where: { key: { startsWith: "limit " } } })).toEqual([row(26)]);
  });
});

onEachProgram(
  "A sweep on PostgreSQL",
  (program) => {
    it("never waits: rows that another transaction holds stay for the next sweep", async () => {
      const running = await program();
      const ids = await addOldRows(running);
      const stranger = new pg.Client({ connectionString: running.url });
      await stranger.connect();
      await stranger.query("BEGIN");
      for (const [table, key] of tables)
        await stranger.query(`SELECT 1 FROM "${table}" WHERE "${key}" = '${ids[0]}' FOR UPDATE`);
      const { sweep } = await import("@/lib/background/sweep");
      await sweep();
      const remainingRows = async () => {
        const rows = tables.map(
          ([table, key]) =>
            `SELECT '${table}' AS "table", "${key}" AS "id" FROM "${table}" WHERE "${key}" IN ('${ids.join("', '")}')`,
        );
        return (await stranger.query(rows.join(" UNION ALL "))).rows;
      };
      expect(await remainingRows()).toEqual(tables.map(([table]) => ({ table, id: ids[0] })));
      await stranger.query("ROLLBACK");
      await sweep();
      expect(await remainingRows()).toEqual([]);
      await stranger.end();
    });

    it("and noting a last use never waits either", async () => {
      const running = await program();
      const holder = await running.signUp();
      const other = await running.signIn({ id: holder.principal.personId, accountId: holder.principal.accountId });
      const stranger = new pg.Client({ connectionString: running.url });
      await stranger.connect();
      await stranger.query("BEGIN");
      await stranger.query(`SELECT 1 FROM "Session" WHERE "id" = $1 FOR UPDATE`, [holder.credential.sessionId]);
      const { touchSessions } = await import("@/lib/domain/sessions/store");
      const now = new Date(Date.now() + 120_000);
      await touchSessions(running.autocommitAuth(steward, "session.note-use", now), [
        holder.credential.sessionId,
        other.credential.sessionId,
      ]);
      await stranger.query("ROLLBACK");
      await stranger.end();
      const seen = async (id: string) =>
        (await running.database.db.session.findUniqueOrThrow({ where: { id } })).lastSeenAt;
      expect(await seen(other.credential.sessionId)).toEqual(now);
      expect(await seen(holder.credential.sessionId)).not.toEqual(now);
      await touchSessions(running.autocommitAuth(steward, "session.note-use", now), [holder.credential.sessionId]);
      expect(await seen(holder.credential.sessionId)).toEqual(now);
    });
  },
  ["postgresql"],
);

const tables = [
  ["Session", "id"],
  ["Mail", "id"],
  ["SignIn", "id"],
  ["Link", "id"],
  ["UsedChallenge", "hash"],
  ["Limit", "key"],
] as const;

/** Adds three expired rows to each table. Returns their ids, which are the same in each. */
async function addOldRows({ database, signUp }: Program): Promise<string[]> {
  const { accountId, personId } = (await signUp()).principal;
  const { writer } = database;
  const ids = ["a", "b", "c"].map((letter) => letter.repeat(64));
  for (const id of ids) {
    await writer.session.create({
      data: {
        id,
        tokenHash: id,
        accountId,
        personId,
        createdAt: over,
        lastSeenAt: over,
        expiresAt: over,
        ip: "::1",
        userAgent: "",
      },
    });
    await writer.mail.create({
      data: {
        id,
        recipient: "ada@example.com",
        kind: "reset",
        language: "en",
        params: "{}",
        state: "sent",
        dueAt: over,
        createdAt: over,
      },
    });
    await writer.signIn.create({
      data: { id, accountId, personId, at: over, method: "password", outcome: "done", ip: "::1", userAgent: "" },
    });
    await writer.link.create({ data: { id, tokenHash: id, purpose: "reset", createdAt: over, expiresAt: over } });
    await writer.usedChallenge.create({ data: { hash: id, expiresAt: over } });
    await writer.limit.create({
      data: { key: id, count: 1, waitUntil: 0n, expiresAt: BigInt(over.getTime()), ticket: "" },
    });
  }
  return ids;
}
