import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { hashOf, newId } from "@/lib/security/tokens";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram } from "@/lib/testing/program";

/** Enough rows that PostgreSQL would scan or sort a part of them if there were no ordered index. */
const many = 3000;

onEachProgram("Very many open sessions of one person", (program, engine) => {
  let holder: Member;
  let watched: Awaited<ReturnType<typeof watch>>;

  beforeAll(async () => {
    const running = await program();
    const others = [await running.signUp(), await running.signUp(), await running.signUp()];
    holder = await running.signUp();
    const now = Date.now();
    const rows = Array.from({ length: 2 * many }, (_, n) => {
      const { accountId, personId } = (n % 2 ? holder : others[n % 3]!).principal;
      const over = n % 5 === 0;
      const used = new Date(now - (over ? 3_600_000 + n : n * 200));
      return {
        id: newId(),
        tokenHash: hashOf(String(n)),
        accountId,
        personId,
        createdAt: used,
        lastSeenAt: used,
        expiresAt: new Date(now + 3_600_000),
        factorDue: n % 7 === 0,
        ip: "192.0.2.7",
        userAgent: "",
      };
    });
    for (let from = 0; from < rows.length; from += 1000)
      await running.database.writer.session.createMany({ data: rows.slice(from, from + 1000) });
    if (engine === "postgresql") await running.database.writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    return () => watched.close();
  }, 120_000);

  it("are read as a range of an ordered index, and the others counted up to a thousand", async () => {
    const { listOwnSessions } = await import("@/lib/domain/sessions/store");
    const { authorize } = await program();
    const { sessions, more } = await listOwnSessions(authorize(holder, "security.view", watched.db));
    expect([sessions.length, more]).toEqual([25, 1001]);
    expect(watched.statements.length).toBe(3);
    for (const statement of watched.statements) await expectIndexed(statement);
  });

  async function expectIndexed(statement: Statement) {
    const plan = await watched.explain(statement, "EXPLAIN (ANALYZE, FORMAT TEXT) ");
    if (engine === "sqlite") {
      expect(plan).toMatch(/SEARCH (main\.)?Session USING (COVERING )?INDEX/);
      expect(plan).not.toMatch(/TEMP B-TREE/);
      return;
    }
    expect(plan).not.toMatch(/Seq Scan|Sort/);
    for (const [, removed] of plan.matchAll(/Rows Removed by Filter: (\d+)/g))
      expect([Number(removed) < 10, plan]).toEqual([true, plan]);
  }
});
