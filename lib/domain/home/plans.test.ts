import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { daysAfter, dayIn } from "@/lib/isomorphic/days";
import { watch } from "@/lib/testing/plans";
import { onEachProgram, operator } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

onEachProgram("Home", (program, engine) => {
  let watched: Awaited<ReturnType<typeof watch>>;
  let reader: Member;
  let root: Member;

  beforeAll(async () => {
    const running = await program();
    const holder = await running.signUp();
    await seedUsers(running.database, holder.principal.accountId, 3000);
    await seedUsers(running.database, (await running.signUp()).principal.accountId, 300);
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
      await running.inAccount(operator, "services.import", (auth) => importServices(auth, rows), {
        accountId: holder.principal.accountId,
      });
    }
    const { db, writer } = running.database;
    // Some of their invitations failed.
    const { accountId } = holder.principal;
    await writer.$executeRaw`
      UPDATE "Person" SET "invited" = true, "status" = 'invited', "undelivered" = 'gone'
      WHERE "accountId" = ${accountId} AND "kind" = 'user' AND "status" = 'enabled' AND "privilege" <> 'administrator' AND "number" % 5 = 0`;
    await writer.userCount.create({ data: { accountId, privilege: "user", status: "invited", count: 51 } });
    // A reader who sees whom to ask, and an Administrator.
    const comes = async (privilege: string) =>
      running.signIn(await db.person.findFirstOrThrow({ where: { accountId, status: "enabled", privilege } }));
    [reader, root] = [await comes("none"), await comes("administrator")];
    await writer.person.update({ where: { id: root.principal.personId }, data: { undelivered: "gone" } });
    if (engine === "postgresql") await writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    return () => watched.close();
  }, 120_000);

  it("needs few statements, each from an ordered index, and no COUNT", async () => {
    const { authorize } = await program();
    const { viewServices, viewUsers } = await import("@/lib/domain/home/store");
    const auth = authorize(reader, "home.view", watched.db);
    watched.statements.length = 0;
    const { neverSignedIn, changeDue, administrators } = await viewUsers(auth);
    const { suspended, expiring } = await viewServices(auth, dayIn("UTC", new Date()));
    const failed = await viewUsers(authorize(root, "home.view", watched.db));
    expect([
      failed.invitationFailed.count,
      failed.invitationFailed.more,
      failed.invitationFailed.logins.length,
    ]).toEqual([50, true, 3]);
    const { findUndelivered } = await import("@/lib/domain/mail/store");
    expect(await findUndelivered(authorize(root, "home.view", watched.db))).toBeNull();
    const asked = [...watched.statements];
    expect([neverSignedIn.logins.length, changeDue.logins.length, administrators.length]).toEqual([3, 3, 3]);
    expect([suspended.names.length, expiring.first.length, expiring.more]).toEqual([3, 3, true]);
    // 7 for the reader. 4 for the Administrator: counters, two lists, failed invitations. 2: the actor's row and its failed email.
    expect(asked.length).toBe(7 + 4 + 2);
    const one = asked.pop()!;
    expect(one.sql).toMatch(/Mail[`"] WHERE \([^)]*Mail[`"]\.[`"]id[`"] = (\?|\$1) AND/);
    for (const statement of asked) {
      const plan = await watched.explain(statement);
      expect(statement.sql).not.toMatch(/count\s*\(/i);
      expect(plan).not.toMatch(/TEMP B-TREE|Sort /);
      // An account always has only a few counters. PostgreSQL may read such a small table as a whole.
      if (/"(User|Service)Count"|`(User|Service)Count`/.test(statement.sql))
        expect(plan).toMatch(/(User|Service)Count/);
      else expect(plan).toMatch(/(INDEX |")(Person|Service)_|INDEX sqlite_autoindex_Person_/);
      expect(plan.replace(/Seq Scan on "(User|Service)Count"/, "")).not.toMatch(/Seq Scan|SCAN/);
    }
  });
});
