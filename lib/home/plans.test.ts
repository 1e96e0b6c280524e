import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/actor";
import { seedUsers } from "@/prisma/seed";
import { watch } from "@/prisma/test-plans";
import { onEachProgram } from "@/prisma/test-program";

onEachProgram("Home", (program, engine) => {
  let watched: Awaited<ReturnType<typeof watch>>;
  let reader: Member;

  beforeAll(async () => {
    const running = await program();
    const holder = await running.signUp();
    await seedUsers(running.database, holder.accountId, 3000);
    await seedUsers(running.database, (await running.signUp()).accountId, 300);
    const { db, writer } = running.database;
    // Somebody who is told whom to ask.
    const found = await db.person.findFirstOrThrow({ where: { accountId: holder.accountId, status: "enabled", privilege: "none" } });
    reader = await running.signIn(found);
    if (engine === "postgresql") await writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    return () => watched.close();
  }, 120_000);

  it("is read in few statements, each from an index in its order, and none that counts", async () => {
    const { authorize } = await program();
    const { viewUsers } = await import("@/lib/home/store");
    watched.statements.length = 0;
    const { neverSignedIn, changeDue, administrators } = await viewUsers(authorize(reader, "home.view", watched.db));
    const asked = [...watched.statements];
    expect([neverSignedIn.logins.length, changeDue.logins.length, administrators.length]).toEqual([3, 3, 3]);
    expect(asked.length).toBe(4);
    for (const statement of asked) {
      const plan = await watched.explain(statement);
      expect(statement.sql).not.toMatch(/count\s*\(/i);
      expect(plan).not.toMatch(/TEMP B-TREE|Sort /);
      if (/"Person"|`Person`/.test(statement.sql)) expect(plan).toMatch(/INDEX Person_|"Person_/i);
      // The counters of an account are twelve rows, whatever its size: PostgreSQL may read so small a table whole.
      else expect(plan).toMatch(/UserCount/);
      expect(plan.replace(/Seq Scan on "UserCount"/, "")).not.toMatch(/Seq Scan|SCAN/);
    }
  });
});
