import { describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { Locked } from "@/lib/access/authorize";
import { defaultServicesQuery } from "@/lib/domain/services/schema";
import { defaultUsersQuery, type UsersQuery } from "@/lib/domain/users/schema";
import { onEachProgram, operator, program as steward, type Program } from "@/lib/testing/program";

/** From the first id on, a person's number is above 2^53. The last is the largest id of an account. */
const ids = [2 ** 23, 2 ** 31 - 1];

onEachProgram("An account with a large id", (program, engine) => {
  describe.each(ids)("%i", (id) => {
    let holder: Member;

    it("has users with numbers in its range, and counters that include them", async () => {
      const running = await program();
      await nextAccountIs(running, id);
      holder = await running.signUp();
      expect(holder.principal.accountId).toBe(id);
      for (const login of ["abel", "adam", "bert", "carl"])
        await running.addUser(holder, login, { email: `${login}.${id}@example.com` });
      const { db } = running.database;
      const people = await db.person.findMany({
        where: { accountId: id },
        orderBy: { number: "asc" },
        select: { number: true },
      });
      const first = BigInt(id) * 2n ** 30n;
      expect(people.map(({ number }) => number - first)).toEqual([1n, 2n, 3n, 4n, 5n]);
      expect(await db.person.findUniqueOrThrow({ where: { number: first + 5n } })).toMatchObject({ login: "carl" });
      expect(await db.userCount.findMany({ where: { accountId: id } })).toMatchObject([{ count: 4 }]);
    });

    it("lists, pages and searches, for few matches and for many", async () => {
      const { authorize, database } = await program();
      const { findUsersByWord, listUsers } = await import("@/lib/domain/users/store");
      const list = async (query: Partial<UsersQuery>) =>
        listUsers(authorize(holder, "users.list", database.db), {
          ...defaultUsersQuery,
          sort: "username",
          descending: false,
          ...query,
        });
      const logins = ({ users }: Awaited<ReturnType<typeof listUsers>>) => users.map(({ login }) => login);
      expect(logins(await list({}))).toEqual(["abel", "adam", "bert", "carl"]);
      expect(logins(await list({ q: "a" }))).toEqual(["abel", "adam"]);
      expect(logins(await list({ q: "bert" }))).toEqual(["bert"]);
      expect(logins(await list({ q: `.${id}` }))).toEqual(["abel", "adam", "bert", "carl"]);
      expect(await findUsersByWord(authorize(holder, "activity.list", database.db), "example", 3)).toHaveLength(3);
      const { seedUsers } = await import("@/lib/testing/seed-users");
      await seedUsers(database, id, 600);
      const first = await list({ q: "example.com" });
      const second = await list({ q: "example.com", cursor: first.next! });
      expect(logins(first)).toHaveLength(defaultUsersQuery.size);
      expect(logins(second).every((login) => login > logins(first).at(-1)!)).toBe(true);
      expect(logins(await list({ q: "example.com", cursor: second.previous! }))).toEqual(logins(first));
    });

    it("notifies all of its users of required two-factor, by their numbers", async () => {
      const { database, inAccount, reading } = await program();
      const { listAccountsToNotify, findNextRecipients, recordProgress } =
        await import("@/lib/domain/two-factor-requirement/store");
      await database.writer.account.update({ where: { id }, data: { twoFactorTold: -1n } });
      const inside = <T>(run: (auth: Locked<"account.tell-two-factor">) => Promise<T>) =>
        inAccount(steward, "account.tell-two-factor", run, { accountId: id });
      const step = await inside((auth) => findNextRecipients(auth, 3));
      expect(step!.people).toHaveLength(3);
      const last = step!.people.at(-1)!.number;
      await inside((auth) => recordProgress(auth, last));
      expect((await database.db.account.findUniqueOrThrow({ where: { id } })).twoFactorTold).toBe(
        BigInt(id) * 2n ** 30n + 3n,
      );
      expect((await inside((auth) => findNextRecipients(auth, 1)))!.people[0]!.number).toBe(last + 1n);
      expect(await listAccountsToNotify(reading(steward, "account.tell-two-factor"), 5)).toMatchObject([
        { id: String(id), progress: expect.stringMatching(new RegExp(`^${last} `)) },
      ]);
      await database.writer.account.update({ where: { id }, data: { twoFactorTold: null } });
    });

    it("imports, lists and searches services, and keeps its chain", async () => {
      const { authorize, inAccount, database, operations } = await program();
      const { importServices, listServices } = await import("@/lib/domain/services/store");
      const { verifyChain } = await import("@/lib/access/audit");
      const row = (name: string) =>
        ({
          type: "domain",
          reference: `r-${name}`,
          name,
          status: "active",
          boughtOn: "2025-01-01",
          renewsOn: "2027-01-01",
          automaticRenewal: true,
        }) as const;
      await inAccount(
        operator,
        "services.import",
        (auth) => importServices(auth, [row("one.example"), row("two.example"), row("three.example")]),
        { accountId: id },
      );
      const list = async (q: string) =>
        (
          await listServices(
            authorize(holder, "services.list", database.db),
            { ...defaultServicesQuery, sort: "name", descending: false, q },
            "2026-11-24",
          )
        ).services.map(({ name }) => name);
      expect(await list("")).toEqual(["one.example", "three.example", "two.example"]);
      expect(await list("t")).toEqual(["three.example", "two.example"]);
      expect(await list("wo.ex")).toEqual(["two.example"]);
      const [service] = await database.db.service.findMany({ where: { accountId: id, name: "two.example" } });
      expect(
        await operations["services.edit"].perform(holder, {
          id: service!.id,
          name: "zwei.example",
          note: "",
          version: "0",
        }),
      ).toMatchObject({ outcome: "done" });
      expect(await list("zwe")).toEqual(["zwei.example"]);
      expect(await verifyChain(database.db, id)).toMatchObject({ brokenAt: null });
    });

    it("edits, removes and erases a user", async () => {
      const { authorize, database, operations } = await program();
      const carl = await database.db.person.findFirstOrThrow({ where: { accountId: id, loginKey: "carl" } });
      const edit = {
        id: carl.id,
        email: carl.email,
        privilege: "user",
        description: "large",
        version: String(carl.version),
      };
      expect(await operations["users.edit"].perform(holder, edit)).toMatchObject({ outcome: "done" });
      expect(await operations["users.remove"].perform(holder, { id: carl.id })).toMatchObject({ outcome: "done" });
      const long = new Date(Date.now() - 40 * 86_400_000);
      await database.writer.person.update({ where: { id: carl.id }, data: { removedAt: long } });
      const { sweep } = await import("@/lib/background/sweep");
      await sweep();
      expect(await database.db.person.findUnique({ where: { id: carl.id } })).toBeNull();
      const { listUsers } = await import("@/lib/domain/users/store");
      expect(
        (await listUsers(authorize(holder, "users.list", database.db), { ...defaultUsersQuery, q: `carl.${id}` }))
          .users,
      ).toEqual([]);
      expect(JSON.parse(JSON.stringify(await operations["users.list"].perform(holder, {})))).toMatchObject({
        outcome: "done",
      });
    });
  });

  /** Gives this id to the next account. */
  async function nextAccountIs({ database: { writer } }: Program, next: number) {
    if (engine === "postgresql")
      await writer.$executeRaw`SELECT setval(pg_get_serial_sequence('"Account"', 'id'), ${next}::bigint, false)`;
    else {
      await writer.$executeRaw`DELETE FROM "sqlite_sequence" WHERE "name" = 'Account'`;
      await writer.$executeRaw`INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('Account', ${next - 1})`;
    }
  }
});
