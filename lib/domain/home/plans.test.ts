import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { daysAfter, dayIn } from "@/lib/isomorphic/days";
import { watch } from "@/lib/testing/plans";
import { onEachProgram, operator } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

onEachProgram("Home", (program, engine) => {
  let watched: Awaited<ReturnType<typeof watch>>;
  let reader: Member;

  beforeAll(async () => {
    const running = await program();
    const holder = await running.signUp();
    await seedUsers(running.database, holder.accountId, 3000);
    await seedUsers(running.database, (await running.signUp()).accountId, 300);
    const { importServices } = await import("@/lib/domain/services/store");
    const today = dayIn("UTC", new Date());
    for (let from = 0; from < 3000; from += 500) {
      const rows = Array.from({ length: 500 }, (_, at) => ({
        reference: `r${from + at}`,
        type: "domain" as const,
        name: `s${from + at}.example`,
        status: (["active", "active", "suspended", "expired"] as const)[at % 4]!,
        boughtOn: daysAfter(today, -100),
        renewsOn: daysAfter(today, at),
        automaticRenewal: false,
      }));
      const { transaction } = running.database;
      await transaction(async (tx) => void (await importServices(running.authorize(operator, "services.import", tx), holder.accountId, rows)));
    }
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
    const { viewServices, viewUsers } = await import("@/lib/domain/home/store");
    const auth = authorize(reader, "home.view", watched.db);
    watched.statements.length = 0;
    const { neverSignedIn, changeDue, administrators } = await viewUsers(auth);
    const { suspended, expiring } = await viewServices(auth, dayIn("UTC", new Date()));
    const asked = [...watched.statements];
    expect([neverSignedIn.logins.length, changeDue.logins.length, administrators.length]).toEqual([3, 3, 3]);
    expect([suspended.names.length, expiring.first.length, expiring.more]).toEqual([3, 3, true]);
    expect(asked.length).toBe(7);
    for (const statement of asked) {
      const plan = await watched.explain(statement);
      expect(statement.sql).not.toMatch(/count\s*\(/i);
      expect(plan).not.toMatch(/TEMP B-TREE|Sort /);
      // The counters of an account are a few rows, whatever its size: PostgreSQL may read so small a table whole.
      if (/"(User|Service)Count"|`(User|Service)Count`/.test(statement.sql)) expect(plan).toMatch(/(User|Service)Count/);
      else expect(plan).toMatch(/(INDEX |")(Person|Service)_/);
      expect(plan.replace(/Seq Scan on "(User|Service)Count"/, "")).not.toMatch(/Seq Scan|SCAN/);
    }
  });
});
