import { beforeAll, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import { changesBetween, type verifyChain as Verify } from "@/lib/access/audit";
import { onEachProgram } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

onEachProgram("The activity chain", (program, engine) => {
  let holder: Member;
  let verify: (accountId?: number) => ReturnType<typeof Verify>;

  beforeAll(async () => {
    const { database, operations, signUp } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    verify = (accountId = holder.principal.accountId) => verifyChain(database.db, accountId);
    holder = await signUp();
    await seedUsers(database, holder.principal.accountId, 7);
    await operations["profile.edit"].perform(holder, { displayName: "Ada", timeZone: "UTC", theme: "dark" });
    // Plays an attacker with full access to the database. Other tests cover the triggers.
    for (const name of ["Activity_no_delete", "Activity_no_change", "Activity_no_replace"]) await drop(name);
  });

  const sql = async (statement: TemplateStringsArray, ...values: unknown[]) =>
    (await program()).database.writer.$executeRaw(statement, ...values);

  async function drop(name: string) {
    const { Prisma, writer } = (await program()).database;
    const on = engine === "sqlite" ? "" : ` ON "Activity"`;
    await writer.$executeRaw(Prisma.raw(`DROP TRIGGER IF EXISTS "${name}"${on}`));
  }

  /** The verdict after `tamper` changed the entries. Restores them afterwards. */
  async function brokenAfter(tamper: () => Promise<unknown>) {
    const { accountId } = holder.principal;
    const { db, writer } = (await program()).database;
    const account = await db.account.findUniqueOrThrow({ where: { id: accountId } });
    const lines = await db.activity.findMany({ where: { accountId } });
    await tamper();
    const result = await verify();
    await writer.activity.deleteMany({ where: { accountId } });
    await writer.activity.createMany({ data: lines });
    await writer.account.update({ where: { id: accountId }, data: { seq: account.seq, head: account.head } });
    expect(await verify()).toEqual({ lines: 9, brokenAt: null });
    return result.brokenAt === null ? "whole" : `${result.brokenAt} ${result.fault}`;
  }

  it("verifies from the sign-up on", async () => {
    expect(await verify()).toEqual({ lines: 9, brokenAt: null });
  });

  it("keeps its entries in order of time if the clock steps back, so a period contains them all", async () => {
    const { database, operations, signUp } = await program();
    const ada = await signUp();
    const start = Date.now();
    const minutes = (count: number) => new Date(start + count * 60_000);
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      for (const [at, otherNotices] of [
        [10, ""],
        [2, "on"],
        [3, ""],
        [11, "on"],
      ] as const) {
        vi.setSystemTime(minutes(at));
        expect(
          await operations["notices.choose"].perform(ada, { ...(otherNotices && { otherNotices }) }),
        ).toMatchObject({ outcome: "done" });
      }
    } finally {
      vi.useRealTimers();
    }
    const { accountId } = ada.principal;
    const lines = await database.db.activity.findMany({
      where: { accountId, permission: "notices.choose" },
      orderBy: { seq: "asc" },
    });
    expect(lines.map(({ at }) => at)).toEqual([10, 10, 10, 11].map(minutes));
    const { listActivity } = await import("@/lib/domain/activity/store");
    const auth = (await program()).authorize(ada, "activity.list", database.db);
    const period = await listActivity(auth, { since: minutes(4), until: minutes(10.5), cursor: "", size: 9 });
    expect(period.lines.map(({ seq }) => seq)).toEqual(
      lines
        .slice(0, 3)
        .map(({ seq }) => seq)
        .toReversed(),
    );
    expect(await verify(accountId)).toEqual({ lines: 5, brokenAt: null });
  });

  it("names an entry with a changed value: who, from where, whom, what, when, which", async () => {
    const { accountId } = holder.principal;
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "byName" = 'Eve' WHERE "accountId" = ${accountId} AND "seq" = 4`,
      ),
    ).toBe("4 changed");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "byAddress" = '192.0.2.99' WHERE "accountId" = ${accountId} AND "seq" = 9`,
      ),
    ).toBe("9 changed");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "subjectName" = 'eve' WHERE "accountId" = ${accountId} AND "seq" = 2`,
      ),
    ).toBe("2 changed");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "changes" = '[]' WHERE "accountId" = ${accountId} AND "seq" = 3`,
      ),
    ).toBe("3 changed");
    expect(
      await brokenAfter(() => sql`UPDATE "Activity" SET "byId" = 'eve' WHERE "accountId" = ${accountId} AND "seq" = 5`),
    ).toBe("5 changed");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "subjectId" = 'eve' WHERE "accountId" = ${accountId} AND "seq" = 6`,
      ),
    ).toBe("6 changed");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "permission" = 'users.edit' WHERE "accountId" = ${accountId} AND "seq" = 7`,
      ),
    ).toBe("7 changed");
    const at = new Date("2020-01-01T00:00:00.000Z");
    expect(
      await brokenAfter(() => sql`UPDATE "Activity" SET "at" = ${at} WHERE "accountId" = ${accountId} AND "seq" = 1`),
    ).toBe("1 changed");
  });

  it("names an entry whose values were changed together with their digest or salt", async () => {
    const { accountId } = holder.principal;
    const forged = "0".repeat(64);
    expect(
      await brokenAfter(
        () => sql`
      UPDATE "Activity" SET "byDigest" = ${forged}, "byName" = NULL, "byAddress" = NULL, "bySalt" = NULL
      WHERE "accountId" = ${accountId} AND "seq" = 4`,
      ),
    ).toBe("4 changed");
    expect(
      await brokenAfter(
        () => sql`
      UPDATE "Activity" SET "byName" = 'Eve', "bySalt" = NULL WHERE "accountId" = ${accountId} AND "seq" = 4`,
      ),
    ).toBe("4 changed");
    expect(
      await brokenAfter(
        () => sql`
      UPDATE "Activity" SET "changes" = '[]', "subjectSalt" = NULL WHERE "accountId" = ${accountId} AND "seq" = 5`,
      ),
    ).toBe("5 changed");
  });

  it("names the place of a missing entry: the first, one in between, the last, all", async () => {
    const { accountId } = holder.principal;
    for (const gone of [1, 5, 9]) {
      expect(
        await brokenAfter(() => sql`DELETE FROM "Activity" WHERE "accountId" = ${accountId} AND "seq" = ${gone}`),
      ).toBe(`${gone} ${gone === 9 ? "end" : "missing"}`);
    }
    expect(await brokenAfter(() => sql`DELETE FROM "Activity" WHERE "accountId" = ${accountId} AND "seq" > 6`)).toBe(
      "7 end",
    );
    expect(await brokenAfter(() => sql`DELETE FROM "Activity" WHERE "accountId" = ${accountId}`)).toBe("1 end");
  });

  it("notices that the last entry is missing even if the account's count was reset", async () => {
    const { accountId } = holder.principal;
    const tamper = async () => {
      await sql`DELETE FROM "Activity" WHERE "accountId" = ${accountId} AND "seq" = 9`;
      await sql`UPDATE "Account" SET "seq" = 8 WHERE "id" = ${accountId}`;
    };
    expect(await brokenAfter(tamper)).toBe("9 end");
  });

  it("names the first of two swapped entries", async () => {
    const { accountId } = holder.principal;
    const swap = async () => {
      await sql`UPDATE "Activity" SET "seq" = 1000 WHERE "accountId" = ${accountId} AND "seq" = 3`;
      await sql`UPDATE "Activity" SET "seq" = 3 WHERE "accountId" = ${accountId} AND "seq" = 4`;
      await sql`UPDATE "Activity" SET "seq" = 4 WHERE "accountId" = ${accountId} AND "seq" = 1000`;
    };
    expect(await brokenAfter(swap)).toBe("3 order");
  });

  it("names a forged entry at the end and an entry with a changed hash", async () => {
    const { accountId } = holder.principal;
    const copy = (seq: number, from: number) => sql`
      INSERT INTO "Activity" ("accountId", "seq", "at", "permission", "byId", "byDigest", "subjectId", "subjectDigest", "hash")
      SELECT "accountId", ${seq}, "at", "permission", "byId", "byDigest", "subjectId", "subjectDigest", "hash"
      FROM "Activity" WHERE "accountId" = ${accountId} AND "seq" = ${from}`;
    expect(await brokenAfter(() => copy(10, 9))).toBe("10 end");
    expect(
      await brokenAfter(
        () => sql`UPDATE "Activity" SET "hash" = ${"f".repeat(64)} WHERE "accountId" = ${accountId} AND "seq" = 6`,
      ),
    ).toBe("6 changed");
  });

  it("names an entry whose values are gone although its person was not deleted", async () => {
    const { accountId } = holder.principal;
    expect(
      await brokenAfter(
        () => sql`
      UPDATE "Activity" SET "subjectName" = NULL, "changes" = NULL, "subjectSalt" = NULL
      WHERE "accountId" = ${accountId} AND "seq" = 3`,
      ),
    ).toBe("3 emptied");
    expect(
      await brokenAfter(
        () => sql`
      UPDATE "Activity" SET "byName" = NULL, "byAddress" = NULL, "bySalt" = NULL
      WHERE "accountId" = ${accountId} AND "seq" = 9`,
      ),
    ).toBe("9 emptied");
  });

  it("verifies although entries are added during the check", async () => {
    const { database, operations } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    const { accountId } = holder.principal;
    let lookedAt = 0;
    const walking = new Proxy(database.db, {
      get: (db, name: keyof typeof database.db) =>
        name !== "activity"
          ? db[name]
          : {
              ...db.activity,
              findMany: async (wanted: Parameters<typeof db.activity.findMany>[0]) => {
                const lines = await db.activity.findMany(wanted);
                if (lookedAt++ === 0)
                  await operations["profile.edit"].perform(holder, {
                    displayName: "Ada L.",
                    timeZone: "UTC",
                    theme: "dark",
                  });
                return lines;
              },
              findFirst: db.activity.findFirst.bind(db.activity),
            },
    });
    expect(await verifyChain(walking, accountId)).toEqual({ lines: 9, brokenAt: null });
    expect(lookedAt).toBe(1);
    expect(await verify()).toEqual({ lines: 10, brokenAt: null });
  });

  it("verifies across several batches", async () => {
    const { database, signUp } = await program();
    const { accountId } = (await signUp()).principal;
    await seedUsers(database, accountId, 1100);
    expect(await verify(accountId)).toEqual({ lines: 1101, brokenAt: null });
    await sql`UPDATE "Activity" SET "byName" = 'Eve' WHERE "accountId" = ${accountId} AND "seq" = 1050`;
    expect(await verify(accountId)).toEqual({ lines: 1049, brokenAt: 1050, fault: "changed" });
  });
});

it("Changes are listed field by field, in the given order, without unchanged fields", () => {
  const before = { a: "1", b: "", c: null as string | null, d: 4, e: "x" };
  expect(changesBetween(before, { ...before, a: "2", d: 5 }, ["d", "a", "e"])).toEqual([
    { field: "d", before: "4", after: "5" },
    { field: "a", before: "1", after: "2" },
  ]);
  expect(changesBetween(before, { ...before, b: "set", e: "" }, ["b", "e"])).toEqual([
    { field: "b", before: null, after: "set" },
    { field: "e", before: "x", after: null },
  ]);
  expect(changesBetween(before, { ...before, c: "" }, ["b", "c"])).toEqual([]);
  expect(changesBetween(null, before, ["a", "b"])).toEqual([{ field: "a", before: null, after: "1" }]);
});
