import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { defaultUsersQuery, userSorts, type UsersQuery } from "@/lib/domain/users/schema";
import type { listUsers as listing } from "@/lib/domain/users/store";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

type UsersPage = Awaited<ReturnType<typeof listing>>;

/** Enough rows that PostgreSQL would scan or sort a part of them if there were no ordered index. */
const many = process.env.STEWARD_LONG === "1" ? 100_000 : 5000;

onEachProgram("A page of users", (program, engine) => {
  let holder: Member;
  let watched: Awaited<ReturnType<typeof watch>>;
  let listWith: (query: Partial<UsersQuery>) => Promise<UsersPage & { statements: Statement[] }>;

  beforeAll(async () => {
    const running = await program();
    holder = await running.signUp();
    const neighbour = await running.signUp();
    await seedUsers(running.database, holder.principal.accountId, many);
    await seedUsers(running.database, neighbour.principal.accountId, 500);
    // Some of their invitations failed.
    await running.database.writer.$executeRaw`
      UPDATE "Person" SET "invited" = true, "status" = 'invited', "undelivered" = 'gone' WHERE "kind" = 'user' AND "status" = 'enabled' AND "number" % 10 = 0`;
    if (engine === "postgresql") await running.database.writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    const { listUsers } = await import("@/lib/domain/users/store");
    listWith = async (query) => {
      watched.statements.length = 0;
      const page = await listUsers(running.authorize(holder, "users.list", watched.db), {
        ...defaultUsersQuery,
        ...query,
      });
      return { ...page, statements: [...watched.statements] };
    };
    return () => watched.close();
  }, 600_000);

  const orders = userSorts.flatMap((sort) => [true, false].map((descending) => ({ sort, descending })));
  const narrowed: Partial<UsersQuery>[] = [
    {},
    { privilege: "user" },
    { status: "disabled" },
    { status: "enabled", privilege: "none" },
    { status: "never-signed-in" },
    { status: "never-signed-in", privilege: "user" },
    { status: "invitation-failed" },
    { status: "invitation-failed", privilege: "user" },
    { "two-factor": "on" },
    { "two-factor": "off", privilege: "none" },
    { "two-factor": "on", status: "disabled" },
  ];

  it.each(orders)(
    "sorted by $sort (descending: $descending) comes from an index in that order, the first page and a deep one",
    async (order) => {
      for (const narrow of narrowed) {
        // For users created at the same time, PostgreSQL may filter each row by two-factor instead.
        const own = { "never-signed-in": "Person_neverSignedIn_", "invitation-failed": "Person_invitationFailed_" }[
          String(narrow.status)
        ];
        const index = own ?? (narrow["two-factor"] ? "Person_" : "Person_accountId_kind_");
        let { next, statements } = await listWith({ ...order, ...narrow });
        await expectOrdered(statements, index);
        for (let page = 0; next && page < 4; page++)
          ({ next, statements } = await listWith({ ...order, ...narrow, size: 100, cursor: next }));
        await expectOrdered(statements, index);
      }
    },
  );

  it("uses the text index for a search, or the index of usernames for one or two letters", async () => {
    // With so few rows, PostgreSQL may prefer to read them all.
    if (engine === "postgresql")
      await watched.explain({ sql: "SELECT set_config('enable_seqscan', 'off', false)", values: [] }, "");
    for (const [q, index] of [
      ["abel49", { sqlite: "VIRTUAL TABLE INDEX", postgresql: "Person_search_idx" }],
      ["nobody-has-this", { sqlite: "VIRTUAL TABLE INDEX", postgresql: "Person_search_idx" }],
      ["zz", { sqlite: "Person_accountId_loginKey_key", postgresql: "Person_accountId_loginKey_key" }],
    ] as const) {
      const { statements } = await listWith({ q });
      let plans = "";
      for (const statement of statements) plans += await watched.explain(statement);
      expect(plans).toContain(index[engine]);
    }
  });

  it("needs the same few statements for any query: none per row, and no COUNT", async () => {
    const { next } = await listWith({});
    for (const query of [
      {},
      { cursor: next! },
      { size: 100 as const },
      { status: "enabled" as const },
      { q: "abel49" },
    ]) {
      const { statements } = await listWith(query);
      expect(statements.length).toBeLessThanOrEqual(4);
      for (const { sql } of statements) expect(sql).not.toMatch(/count\s*\(/i);
    }
  });

  it("stops after 3,000 rows if a common word matches none that pass the filter; the next page continues", async () => {
    const { db, writer, Prisma } = (await program()).database;
    const own = { accountId: holder.principal.accountId, kind: "user" };
    const mark = (ids: string[]) => writer.$executeRaw`
      UPDATE "Person" SET "description" = "description" || ' Zebra', "searchText" = "searchText" || ' zebra' WHERE "id" IN (${Prisma.join(ids)})`;
    const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
    await mark(
      idsOf(
        await db.person.findMany({
          where: { ...own, status: { not: "enabled" } },
          orderBy: { id: "asc" },
          take: 501,
          select: { id: true },
        }),
      ),
    );

    const query = { q: "zebra", status: "enabled" } as const;
    const enabled = await db.person.findMany({
      where: { ...own, status: "enabled" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: { id: true },
    });
    expect(enabled.length).toBeGreaterThan(3500);
    const start = performance.now();
    const first = await listWith(query);
    const took = performance.now() - start;
    expect(first).toMatchObject({ users: [], looked: 3000, previous: null });
    expect(first.statements.length).toBeLessThan(20);
    await expectOrdered(
      first.statements.filter(({ sql }) => /ORDER BY/i.test(sql)),
      "Person_accountId_kind_",
    );
    const page = await listWith({ ...query, cursor: first.next! });
    expect(page).toMatchObject({ users: [], previous: expect.any(String) });
    expect(page.looked === null).toBe(enabled.length <= 6000);
    if (many > 5000)
      console.log(`${engine}: looking through 3,000 of ${enabled.length} rows took ${took.toFixed(0)} ms`);

    // The newest row, the last row read for one page, one in the middle, and the oldest.
    const wanted = [0, 2999, 3400, enabled.length - 1].map((at) => enabled[at]!.id);
    await mark(wanted);
    const pages = [await listWith(query)];
    while (pages.at(-1)!.next) pages.push(await listWith({ ...query, cursor: pages.at(-1)!.next! }));
    expect(pages.flatMap(({ users }) => idsOf(users))).toEqual(wanted);
    const back = [pages.at(-1)!];
    while (back[0]!.previous) back.unshift(await listWith({ ...query, cursor: back[0]!.previous! }));
    expect(back.flatMap(({ users }) => idsOf(users))).toEqual(wanted);
    expect(back.length).toBeLessThanOrEqual(pages.length + 1);
  }, 600_000);

  async function expectOrdered(statements: Statement[], index: string) {
    const lists = statements.filter(({ sql }) => /FROM\s+\S*"?Person"?/i.test(sql.replaceAll("`", '"')));
    expect(lists.length).toBeGreaterThan(0);
    for (const statement of lists) {
      const plan = await watched.explain(statement);
      if (engine === "sqlite") {
        expect(plan).toMatch(new RegExp(`SEARCH .*Person.* USING (COVERING )?INDEX ${index}`));
        expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
      } else {
        // PostgreSQL may fetch and sort the few rows at the end of a list.
        const remainder = Number(/Sort .*rows=(\d+)/.exec(plan)?.[1] ?? 0);
        expect(plan).toContain(`"${index}`);
        expect(plan).not.toMatch(/Seq Scan/);
        expect([remainder < 100, plan]).toEqual([true, plan]);
      }
    }
  }
});
