import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { WantedLines } from "@/lib/domain/activity/store";
import { newId } from "@/lib/security/tokens";
import { addLines, type MadeLine } from "@/lib/testing/lines";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram } from "@/lib/testing/program";

/** Enough rows that PostgreSQL would scan or sort a part of them if there were no ordered index. */
const many = 6000;

onEachProgram("A page of the activity", (program, engine) => {
  let holder: Member;
  let watched: Awaited<ReturnType<typeof watch>>;
  let listWith: (
    wanted: WantedLines & { cursor?: string },
  ) => Promise<{ lines: unknown[]; next: string | null; statements: Statement[] }>;
  // One person is the author of nearly all entries, and another the subject of nearly all.
  const [busy, touched, rare, idle] = Array.from({ length: 4 }, () => newId()) as [string, string, string, string];

  beforeAll(async () => {
    const running = await program();
    holder = await running.signUp();
    const began = Date.now();
    const line = (n: number): MadeLine => ({
      at: new Date(began + n * 60_000),
      permission: n % 3 === 0 ? "users.edit" : "account.edit",
      by: { id: n % 100 === 0 ? rare : busy, name: "by" },
      // The last third of the entries has no subject, so a scan from the end would read many rows for nothing.
      subject: n % 3 === 0 && n < 4000 ? { id: n % 300 === 0 ? rare : touched, name: "subject" } : undefined,
    });
    await addLines(
      running,
      holder.principal.accountId,
      Array.from({ length: many }, (_, n) => line(n)),
    );
    if (engine === "postgresql") await running.database.writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    const { listActivity } = await import("@/lib/domain/activity/store");
    listWith = async (wanted) => {
      watched.statements.length = 0;
      const page = await listActivity(running.authorize(holder, "activity.list", watched.db), {
        cursor: "",
        size: 50,
        ...wanted,
      });
      return { ...page, statements: [...watched.statements] };
    };
    return () => watched.close();
  }, 120_000);

  const day = 86_400_000;
  const users = ["users.edit", "users.add"] as const;
  const cases: [string, WantedLines, { matches: boolean }][] = [
    ["nothing", {}, { matches: true }],
    ["the author of nearly everything", { by: busy }, { matches: true }],
    ["an author of few entries", { by: rare }, { matches: true }],
    ["an author of no entry", { by: idle }, { matches: false }],
    ["one subject", { about: [touched] }, { matches: true }],
    ["several subjects", { about: [touched, rare, idle] }, { matches: true }],
    [
      "a subject and an author who never changed it",
      { by: rare, about: [touched], permissions: ["account.edit"] },
      { matches: false },
    ],
    ["a section", { permissions: users }, { matches: true }],
    ["a section without entries", { permissions: ["users.remove"] }, { matches: false }],
    ["an author and a section", { by: rare, permissions: users }, { matches: true }],
    ["an author and a section without their entries", { by: busy, permissions: ["users.remove"] }, { matches: false }],
    ["an author and a subject", { by: rare, about: [touched] }, { matches: false }],
    ["a person as author or subject", { person: rare }, { matches: true }],
    [
      "a person and a section without their entries",
      { person: touched, permissions: ["users.remove"] },
      { matches: false },
    ],
    ["all filters at once", { by: busy, about: [touched, rare], person: busy, permissions: users }, { matches: true }],
  ];

  it.each(cases)(
    "filtered by %s is read from an ordered index, with and without a period",
    async (_, wanted, { matches }) => {
      for (const period of [
        {},
        { since: new Date(Date.now() + day), until: new Date(Date.now() + 3 * day) },
        { until: new Date(0) },
      ]) {
        let page = await listWith({ ...wanted, ...period });
        if (!("until" in period)) expect(page.lines.length > 0).toBe(matches);
        await expectIndexed(page.statements);
        for (let turn = 0; page.next && turn < 2; turn++) {
          page = await listWith({ ...wanted, ...period, cursor: page.next });
          await expectIndexed(page.statements);
        }
      }
    },
  );

  it("needs the same few statements for any filter, and no COUNT", async () => {
    const { next } = await listWith({});
    for (const [, wanted] of [...cases, ["the next page", { cursor: next! }] as const]) {
      const { statements } = await listWith(wanted);
      expect(statements.length).toBeLessThanOrEqual(2);
      for (const { sql } of statements) expect(sql).not.toMatch(/count\s*\(/i);
    }
    expect(
      (await listWith({ since: new Date(0), until: new Date(Date.now() + day) })).statements.length,
    ).toBeLessThanOrEqual(4);
  });

  /** Expects that each index range reads at most a page of rows, and that no table is scanned. */
  async function expectIndexed(statements: Statement[]) {
    for (const statement of statements) {
      const plan = await watched.explain(statement, "EXPLAIN (ANALYZE, FORMAT TEXT) ");
      if (engine === "sqlite") {
        const onLines = plan.split("\n").filter((line) => /\bActivity\b/.test(line));
        expect([onLines.length > 0, plan]).toEqual([true, plan]);
        for (const line of onLines)
          expect([line, /SEARCH (main\.)?Activity USING (COVERING )?INDEX/.test(line)]).toEqual([line, true]);
        // Only the combined result of the ranges is sorted, never a range itself or an end of the period.
        expect([(plan.match(/USE TEMP B-TREE/g)?.length ?? 0) <= 2, plan]).toEqual([true, plan]);
      } else {
        expect(plan).not.toMatch(/Seq Scan on "?Activity/);
        // Rows that a filter removed were read for nothing.
        for (const [, removed] of plan.matchAll(/Rows Removed by Filter: (\d+)/g))
          expect([Number(removed) < 100, plan]).toEqual([true, plan]);
        for (const [, rows] of plan.matchAll(/Scan[^\n]*on "?Activity[^\n]*actual time=\S+ rows=(\d+)/g)) {
          expect([Number(rows) <= 51, plan]).toEqual([true, plan]);
        }
      }
    }
  }
});
