import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { WantedLines } from "@/lib/domain/activity/store";
import { newId } from "@/lib/security/tokens";
import { addLines, type MadeLine } from "@/lib/testing/lines";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram } from "@/lib/testing/program";

/** Enough that PostgreSQL would rather scan or sort a part of them, were there no index in order. */
const many = 6000;

onEachProgram("A page of the activity", (program, engine) => {
  let holder: Member;
  let watched: Awaited<ReturnType<typeof watch>>;
  let listWith: (wanted: WantedLines & { cursor?: string }) => Promise<{ lines: unknown[]; next: string | null; statements: Statement[] }>;
  // Nearly all lines are by one of them, and nearly all are about another.
  const [busy, touched, rare, idle] = Array.from({ length: 4 }, () => newId()) as [string, string, string, string];

  beforeAll(async () => {
    const running = await program();
    holder = await running.signUp();
    const began = Date.now();
    const line = (n: number): MadeLine => ({
      at: new Date(began + n * 60_000),
      permission: n % 3 === 0 ? "users.edit" : "account.edit",
      by: { id: n % 100 === 0 ? rare : busy, name: "by" },
      // The last third of the lines is about nobody: whoever walks backwards meets nothing for long.
      subject: n % 3 === 0 && n < 4000 ? { id: n % 300 === 0 ? rare : touched, name: "subject" } : undefined,
    });
    await addLines(running, holder.principal.accountId, Array.from({ length: many }, (_, n) => line(n)));
    if (engine === "postgresql") await running.database.writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    const { listActivity } = await import("@/lib/domain/activity/store");
    listWith = async (wanted) => {
      watched.statements.length = 0;
      const page = await listActivity(running.authorize(holder, "activity.list", watched.db), { cursor: "", size: 50, ...wanted });
      return { ...page, statements: [...watched.statements] };
    };
    return () => watched.close();
  }, 120_000);

  const day = 86_400_000;
  const users = ["users.edit", "users.add"] as const;
  const cases: [string, WantedLines, { matches: boolean }][] = [
    ["nothing", {}, { matches: true }],
    ["who did nearly everything", { by: busy }, { matches: true }],
    ["who did little", { by: rare }, { matches: true }],
    ["who did nothing", { by: idle }, { matches: false }],
    ["what was touched", { about: [touched] }, { matches: true }],
    ["several that were touched", { about: [touched, rare, idle] }, { matches: true }],
    ["what was touched by somebody who did not", { by: rare, about: [touched], permissions: ["account.edit"] }, { matches: false }],
    ["a section", { permissions: users }, { matches: true }],
    ["a section in which nothing happened", { permissions: ["users.remove"] }, { matches: false }],
    ["who did it, in a section", { by: rare, permissions: users }, { matches: true }],
    ["who did it, in a section where they did nothing", { by: busy, permissions: ["users.remove"] }, { matches: false }],
    ["who did it, and what was touched", { by: rare, about: [touched] }, { matches: false }],
    ["somebody, in whatever way", { person: rare }, { matches: true }],
    ["somebody, in whatever way, in a section where nothing is theirs", { person: touched, permissions: ["users.remove"] }, { matches: false }],
    ["all of it at once", { by: busy, about: [touched, rare], person: busy, permissions: users }, { matches: true }],
  ];

  it.each(cases)("narrowed to %s is read from an index in its order, with a period and without", async (_, wanted, { matches }) => {
    for (const period of [{}, { since: new Date(Date.now() + day), until: new Date(Date.now() + 3 * day) }, { until: new Date(0) }]) {
      let page = await listWith({ ...wanted, ...period });
      if (!("until" in period)) expect(page.lines.length > 0).toBe(matches);
      await expectIndexed(page.statements);
      for (let turn = 0; page.next && turn < 2; turn++) {
        page = await listWith({ ...wanted, ...period, cursor: page.next });
        await expectIndexed(page.statements);
      }
    }
  });

  it("takes the same few statements whatever it shows, and no COUNT", async () => {
    const { next } = await listWith({});
    for (const [, wanted] of [...cases, ["the next page", { cursor: next! }] as const]) {
      const { statements } = await listWith(wanted);
      expect(statements.length).toBeLessThanOrEqual(2);
      for (const { sql } of statements) expect(sql).not.toMatch(/count\s*\(/i);
    }
    expect((await listWith({ since: new Date(0), until: new Date(Date.now() + day) })).statements.length).toBeLessThanOrEqual(4);
  });

  /** Each range of an index has at most a page's rows read; and nothing is scanned, whatever matches. */
  async function expectIndexed(statements: Statement[]) {
    for (const statement of statements) {
      const plan = await watched.explain(statement, "EXPLAIN (ANALYZE, FORMAT TEXT) ");
      if (engine === "sqlite") {
        const onLines = plan.split("\n").filter((line) => /\bActivity\b/.test(line));
        expect([onLines.length > 0, plan]).toEqual([true, plan]);
        for (const line of onLines) expect([line, /SEARCH (main\.)?Activity USING (COVERING )?INDEX/.test(line)]).toEqual([line, true]);
        // What the ranges gave is put together and sorted: no range itself, and no end of a period.
        expect([(plan.match(/USE TEMP B-TREE/g)?.length ?? 0) <= 2, plan]).toEqual([true, plan]);
      } else {
        expect(plan).not.toMatch(/Seq Scan on "?Activity/);
        // What an index gave and a condition threw away again was walked past.
        for (const [, removed] of plan.matchAll(/Rows Removed by Filter: (\d+)/g)) expect([Number(removed) < 100, plan]).toEqual([true, plan]);
        for (const [, rows] of plan.matchAll(/Scan[^\n]*on "?Activity[^\n]*actual time=\S+ rows=(\d+)/g)) {
          expect([Number(rows) <= 51, plan]).toEqual([true, plan]);
        }
      }
    }
  }
});
