import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { newId } from "@/lib/security/tokens";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram, program as steward } from "@/lib/testing/program";

/** Enough rows that PostgreSQL would scan or sort a part of them if there were no ordered index. */
const many = 3000;

onEachProgram("The login history", (program, engine) => {
  let ada: Member;
  let bob: Member;
  let add: (person: Member, tries: { at: Date; outcome?: string; method?: string }[]) => Promise<void>;

  beforeAll(async () => {
    await loadLanguages();
    const { database, signUp } = await program();
    [ada, bob] = [await signUp(), await signUp()];
    add = async ({ principal: { personId, accountId } }, tries) => {
      const userAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";
      const rows = tries.map((each) => ({
        outcome: "done",
        method: "password",
        ...each,
        id: newId(),
        personId,
        accountId,
        ip: "192.0.2.7",
        userAgent,
      }));
      for (let from = 0; from < rows.length; from += 1000)
        await database.writer.signIn.createMany({ data: rows.slice(from, from + 1000) });
    };
  });

  const pageOf = async (who: Member, params: Record<string, string | string[]> = {}) => {
    const { operations } = await program();
    const result = await operations["history.list"].perform(who, params);
    if (result.outcome !== "done") throw new Error(JSON.stringify(result));
    return result.value;
  };

  it("shows each person their own, newest first, paging in both directions, also with equal times", async () => {
    const now = Date.now();
    await add(
      ada,
      Array.from({ length: 60 }, (_, n) => ({ at: new Date(now - Math.floor(n / 30) * 1000) })),
    );
    await add(bob, [{ at: new Date(now), outcome: "wrong-code", method: "app" }]);
    const first = await pageOf(ada);
    const second = await pageOf(ada, { cursor: first.next! });
    const third = await pageOf(ada, { cursor: second.next! });
    expect([first, second, third].map(({ tries }) => tries.length)).toEqual([25, 25, 10]);
    expect([first.previous, third.next]).toEqual([null, null]);
    const all = [first, second, third].flatMap(({ tries }) => tries);
    expect(new Set(all.map(({ id }) => id)).size).toBe(60);
    const moments = all.map(({ at }) => at.getTime());
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
    expect((await pageOf(ada, { cursor: second.previous! })).tries).toEqual(first.tries);
    const [one] = (await pageOf(bob)).tries;
    expect(one).toEqual({
      id: one!.id,
      at: one!.at,
      method: "app",
      outcome: "wrong-code",
      browser: "Firefox",
      system: "Linux",
      ip: "192.0.2.7",
      place: "",
    });
    const own = await (await program()).operations["security.view"].perform(ada, {});
    if (own.outcome !== "done") throw new Error(JSON.stringify(own));
    expect(own.value.history).toEqual(first.tries.slice(0, 10));
  });

  it("starts at the first page, and says so, if the cursor is invalid", async () => {
    const { next } = await pageOf(ada);
    for (const cursor of ["made-up", "x".repeat(600), ["a", "b"]])
      expect(await pageOf(ada, { cursor })).toMatchObject({ misread: true, previous: null });
    // A cursor of another person's list is invalid here.
    expect(await pageOf(bob, { cursor: next! })).toMatchObject({ misread: true, previous: null, next: null });
    expect(await pageOf(ada, { anything: "else" })).toMatchObject({ misread: false });
  });

  it("is kept for twelve months", async () => {
    const { database } = await program();
    const { sweep } = await import("@/lib/background/sweep");
    const [year, day] = [365.25 * 86_400_000, 86_400_000];
    const eve = await (await program()).signUp();
    await add(eve, [
      ...Array.from({ length: 450 }, (_, n) => ({ at: new Date(Date.now() - year - (n + 1) * day) })),
      { at: new Date(Date.now() - year + 3 * day) },
    ]);
    await sweep();
    expect(await database.db.signIn.count({ where: { personId: eve.principal.personId } })).toBe(1);
  });

  describe("with very many entries", () => {
    let watched: Awaited<ReturnType<typeof watch>>;
    let busy: Member;

    beforeAll(async () => {
      const running = await program();
      busy = await running.signUp();
      const now = Date.now();
      for (const person of [busy, ada, bob])
        await add(
          person,
          Array.from({ length: many }, (_, n) => ({ at: new Date(now - Math.floor(n / 3) * 1000) })),
        );
      if (engine === "postgresql") await running.database.writer.$executeRaw`VACUUM ANALYZE`;
      watched = await watch(running);
      return () => watched.close();
    }, 120_000);

    it("is read from an ordered index on every page, and never counted", async () => {
      const { authorize } = await program();
      const { listLatest, listOwn } = await import("@/lib/domain/sign-ins/store");
      await listLatest(authorize(busy, "security.view", watched.db), 10);
      let cursor = "";
      for (let turn = 0; turn < 3; turn++)
        cursor = (await listOwn(authorize(busy, "history.list", watched.db), cursor, 25)).next!;
      expect(watched.statements.length).toBeLessThanOrEqual(6);
      for (const statement of watched.statements) await expectIndexed(statement);
    });

    it("finds old entries in an index too", async () => {
      const { deleteOldSignIns } = await import("@/lib/domain/sign-ins/store");
      const { autocommitAuth } = await program();
      watched.statements.length = 0;
      expect(await deleteOldSignIns(autocommitAuth(steward, "installation.upkeep", undefined, watched.db), 200)).toBe(
        0,
      );
      for (const statement of watched.statements) await expectIndexed(statement);
    });

    async function expectIndexed(statement: Statement) {
      expect(statement.sql).not.toMatch(/count\s*\(/i);
      const plan = await watched.explain(statement, "EXPLAIN (ANALYZE, FORMAT TEXT) ");
      if (engine === "sqlite") {
        expect(plan).toMatch(/SEARCH (main\.)?SignIn USING (COVERING )?INDEX/);
        expect(plan).not.toMatch(/TEMP B-TREE/);
        return;
      }
      expect(plan).not.toMatch(/Seq Scan/);
      // PostgreSQL may sort the few rows with the same time.
      const sorted = Number(/Sort .*actual time=\S+ rows=(\d+)/.exec(plan)?.[1] ?? 0);
      expect([sorted < 100, plan]).toEqual([true, plan]);
      for (const [, removed] of plan.matchAll(/Rows Removed by Filter: (\d+)/g))
        expect([Number(removed) < 100, plan]).toEqual([true, plan]);
      for (const [, rows] of plan.matchAll(/Scan[^\n]*on "?SignIn[^\n]*actual time=\S+ rows=(\d+)/g))
        expect([Number(rows) < 100, plan]).toEqual([true, plan]);
    }
  });
});
