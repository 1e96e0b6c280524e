import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { z } from "zod/mini";
import type { Db } from "@/lib/database/db";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram(
  "A change that PostgreSQL aborts because of a deadlock",
  (program) => {
    it("succeeds on the second try, and all its effects happen once", async () => {
      const { database, url, signUp, addUser } = await program();
      const { change } = await import("@/lib/access/change");
      const { verifyChain } = await import("@/lib/access/audit");
      const { insertUser } = await import("@/lib/domain/users/store");
      const { queueMail } = await import("@/lib/domain/mail/store");
      const holder = await signUp();
      const jane = await addUser(holder, "jane");

      // Locks Jane, then waits for the account. The change has locked the account and then waits for Jane.
      // The high timeout keeps this connection from detecting the deadlock itself.
      const stranger = new pg.Client({ connectionString: url });
      await stranger.connect();
      await stranger.query("SET deadlock_timeout = '60s'; BEGIN");
      await stranger.query(`UPDATE "Person" SET "editedBy" = 'stranger' WHERE "id" = $1`, [jane.id]);
      let strangers: Promise<unknown> | undefined;
      let began = 0;
      const edit = change({
        permission: "users.add",
        input: z.object({}),
        output: z.string(),
        onAdministrator: () => false,
        run: async (auth) => {
          began++;
          const { db } = auth;
          const user = await insertUser(auth, {
            login: "adam",
            email: "adam@example.com",
            passwordHash: "",
            privilege: "none",
            description: "",
            changeDue: false,
          });
          await queueMail(auth, {
            kind: "password-changed",
            to: { personId: user.id, accountId: user.accountId, email: user.email, language: "en" },
          });
          if (!strangers) {
            await db.$queryRaw`SELECT set_config('deadlock_timeout', '20ms', true)`;
            strangers = stranger
              .query(`UPDATE "Account" SET "city" = 'Bern' WHERE "id" = $1`, [holder.principal.accountId])
              .then(() => stranger.query("COMMIT"));
            await waits(database.db);
          }
          await db.person.update({ where: { id: jane.id }, data: { description: "changed" }, select: { id: true } });
          return { value: user.id };
        },
        audit: ({ value }) => ({ subject: { id: value, name: "adam" }, changes: [] }),
      });
      const { accountId } = holder.principal;
      const before = await verifyChain(database.db, accountId);
      const changed = await edit.perform(holder, {});
      await strangers;
      await stranger.end();

      expect(changed).toMatchObject({ outcome: "done" });
      expect(began).toBe(2);
      expect(await database.db.person.findUniqueOrThrow({ where: { id: jane.id } })).toMatchObject({
        description: "changed",
        editedBy: "stranger",
      });
      expect(await database.db.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
        city: "Bern",
        made: 3,
      });
      expect(await database.db.person.count({ where: { accountId, loginKey: "adam" } })).toBe(1);
      expect(await database.db.userCount.findMany({ where: { accountId } })).toMatchObject([{ count: 2 }]);
      expect(await database.db.mail.count({ where: { accountId } })).toBe(1);
      expect(await verifyChain(database.db, accountId)).toEqual({ lines: before.lines + 1, brokenAt: null });
      const counted = await database.db.limit.findMany({ where: { count: { gt: 0 } } });
      expect(counted.map(({ count }) => count)).toEqual([1]);
    });
  },
  ["postgresql"],
);

/** Resolves once a connection waits for a lock. */
async function waits(db: Db) {
  const waiting = () => db.$queryRaw<unknown[]>`
    SELECT 1 AS "one" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await waiting()).length === 0) await pause(5);
}
