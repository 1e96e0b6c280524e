import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Privilege } from "@/lib/policy";
import { hashOf } from "@/lib/security/tokens";
import { addExtra } from "@/lib/testing/cast";
import { countersAndTruth } from "@/lib/testing/counters";
import { addLines, type MadeLine } from "@/lib/testing/lines";
import { onEachProgram, operator, program as steward } from "@/lib/testing/program";

const day = 86_400_000;

onEachProgram("Deleting a user for good", (program) => {
  let holder: Member;
  let sweep: () => Promise<void>;
  let made = 0;

  beforeAll(async () => {
    const { signUp } = await program();
    ({ sweep } = await import("@/lib/background/sweep"));
    holder = await signUp();
  });

  async function addUser(privilege: Privilege = "administrator", login = `user${++made}`) {
    const { database } = await program();
    const account = {
      id: holder.principal.accountId,
      digitalId: holder.principal.digitalId,
      handle: holder.principal.handle,
    };
    const asCast = {
      id: holder.principal.personId,
      account,
      standing: "holder",
      name: "Ada Holder",
      login: "",
      email: "",
      signInId: "",
    } as const;
    return addExtra({ ...database, close: database.closeDatabase }, asCast, { login, privilege });
  }

  /** Removes a user, and dates the removal back by so many days. */
  async function removeUser({ id, login }: { id: string; login: string }, daysAgo = 31) {
    const { operations, database } = await program();
    const removed = await operations["users.remove"].perform(holder, { id, login });
    expect(removed.outcome).toBe("done");
    await database.writer.person.update({
      where: { id },
      data: { removedAt: new Date(Date.now() - daysAgo * day) },
      select: { id: true },
    });
  }

  const people = async (id: string) => (await program()).database.db.person.count({ where: { id } });
  const linesOf = async (id: string) =>
    (await program()).database.db.activity.findMany({
      where: { accountId: holder.principal.accountId, OR: [{ byId: id }, { subjectId: id }] },
      orderBy: { seq: "asc" },
    });

  async function expectTrue(accountId = holder.principal.accountId) {
    const { database } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    expect(await verifyChain(database.db, accountId)).toMatchObject({ brokenAt: null });
    const { counters, truth } = await countersAndTruth(database.db, accountId);
    expect(counters).toEqual(truth);
  }

  it("deletes only users who were removed more than 30 days ago", async () => {
    const [due, late, present] = [await addUser(), await addUser(), await addUser()];
    await removeUser(due, 30.001);
    await removeUser(late, 29.99);
    await sweep();
    expect([await people(due.id), await people(late.id), await people(present.id)]).toEqual([0, 1, 1]);
    const { operations } = await program();
    expect((await operations["users.restore"].perform(holder, { id: due.id })).outcome).toBe("not_found");
    expect((await operations["users.restore"].perform(holder, { id: late.id })).outcome).toBe("done");
    await expectTrue();
  });

  it("leaves no personal values: in entries by them, in entries about them, or at users they edited", async () => {
    const { operations, database, signIn } = await program();
    const { db } = database;
    const { id, login } = await addUser("administrator", "secret.name");
    const other = await addUser("user");
    const actor = await signIn({ id, accountId: holder.principal.accountId });
    await operations["profile.edit"].perform(actor, {
      displayName: "Secret Name",
      timeZone: "Asia/Tokyo",
      theme: "dark",
    });
    const edit = {
      id: other.id,
      version: "0",
      email: "other@private.example",
      privilege: "none",
      description: "By secret hands",
    };
    expect((await operations["users.edit"].perform(actor, edit)).outcome).toBe("done");
    expect((await db.person.findUniqueOrThrow({ where: { id: other.id } })).editedBy).toBe(login);
    await removeUser({ id, login });
    await sweep();

    expect(await db.session.count({ where: { personId: id } })).toBe(0);
    expect(await db.erasure.count()).toBe(0);
    const lines = await linesOf(id);
    expect(
      lines.map(({ permission, byName, byAddress, bySalt, subjectName, changes, subjectSalt }) => [
        permission,
        [byName, byAddress, bySalt].every((value) => value === null),
        [subjectName, changes, subjectSalt].every((value) => value === null),
      ]),
    ).toEqual([
      ["users.add", false, true],
      ["profile.edit", true, true],
      // Changes that they made to another user belong to that user, and stay.
      ["users.edit", true, false],
      ["users.remove", false, true],
      ["users.erase", false, true],
    ]);
    const rows = JSON.stringify(
      [lines, await db.person.findMany({ where: { accountId: holder.principal.accountId } })],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    for (const secret of ["secret.name", "Secret Name", "secret.name@example.com", "Asia/Tokyo"])
      expect(rows).not.toContain(secret);
    expect(rows).toContain("By secret hands");
    await expectTrue();

    // The username is free. A new user with it has no connection to the old one.
    const next = await addUser("none", "secret.name");
    expect(next.id).not.toBe(id);
    expect(await operations["users.list"].perform(holder, { q: "secret.name" })).toMatchObject({
      value: { users: [{ id: next.id }] },
    });
    await expectTrue();
  });

  it("writes an entry by the program, and the pages show that the entries' person was deleted", async () => {
    const { operations } = await program();
    const { id, login } = await addUser();
    await removeUser({ id, login });
    await sweep();
    const lastLine = (await linesOf(id)).at(-1)!;
    expect(lastLine).toMatchObject({
      permission: "users.erase",
      byId: "",
      byName: "",
      byAddress: "program",
      subjectId: id,
    });
    expect(await operations["activity.list"].perform(holder, { person: id })).toMatchObject({
      value: {
        person: { id, name: null },
        lines: [{ permission: "users.erase" }, { subjectName: null, changes: [] }, { subjectName: null }],
      },
    });
    expect(await operations["activity.view"].perform(holder, { seq: String(lastLine.seq) })).toMatchObject({
      value: { fault: null },
    });
    const added = (await linesOf(id))[0]!;
    expect(await operations["activity.view"].perform(holder, { seq: String(added.seq) })).toMatchObject({
      value: { fault: null, erased: true, subject: null, line: { subjectName: null } },
    });
  });

  it("is possible only for the program, and only after 30 days", async () => {
    const { operations } = await program();
    const user = await addUser();
    const erase = () => operations["users.erase"].perform(steward, { id: user.id });
    expect((await erase()).outcome).toBe("not_found");
    await removeUser(user, 29);
    expect((await erase()).outcome).toBe("conflict");
    for (const actor of [holder, operator])
      expect((await operations["users.erase"].perform(actor, { id: user.id })).outcome).toBe("forbidden");
    expect(await people(user.id)).toBe(1);
    await removeUserAgain(user.id);
    expect((await erase()).outcome).toBe("done");
    expect((await erase()).outcome).toBe("not_found");
    await sweep();
    await expectTrue();
  });

  const removeUserAgain = async (id: string) =>
    (await program()).database.writer.person.update({
      where: { id },
      data: { removedAt: new Date(Date.now() - 31 * day) },
      select: { id: true },
    });

  describe("with many entries", () => {
    const many = 1500;

    async function busyUser() {
      const user = await addUser();
      const by = { id: user.id, name: user.login };
      const lines = Array.from({ length: many }, (_, n): MadeLine => ({
        at: new Date(),
        permission: n % 2 ? "profile.edit" : "account.edit",
        by: n % 3 ? by : { id: holder.principal.personId, name: "Ada Holder" },
        subject: n % 3 ? undefined : by,
      }));
      await addLines(await program(), holder.principal.accountId, lines);
      await removeUser(user);
      return user;
    }

    const unerasedOf = async (id: string) =>
      (await linesOf(id)).filter(
        ({ byId, bySalt, subjectId, subjectSalt }) =>
          (byId === id && bySalt !== null) || (subjectId === id && subjectSalt !== null),
      ).length;

    it("continues after an interruption, keeps the chain valid at every step, and erases no entry twice", async () => {
      const { inAccount } = await program();
      const { eraseSomeLines } = await import("@/lib/domain/activity/erasing");
      const { id } = await busyUser();
      const { operations } = await program();
      expect((await operations["users.erase"].perform(steward, { id })).outcome).toBe("done");
      const step = (most: number, stop = false) =>
        inAccount(
          steward,
          "activity.erase",
          async (auth) => {
            const last = await eraseSomeLines(auth, id, most);
            if (stop) throw new Error("stopped");
            return last;
          },
          { accountId: holder.principal.accountId },
        );
      const before = await unerasedOf(id);
      await expect(step(400, true)).rejects.toThrow("stopped");
      expect(await unerasedOf(id)).toBe(before);
      expect(await step(400)).toBe(false);
      expect(await unerasedOf(id)).toBe(before - 400);
      await expectTrue();
      expect(await step(700)).toBe(false);
      await expectTrue();
      await sweep();
      expect(await unerasedOf(id)).toBe(0);
      expect(await step(400)).toBe(true);
      await expectTrue();
    });

    it("happens only once with several concurrent sweeps", async () => {
      const users = [await busyUser(), await addUser(), await addUser()];
      for (const user of users.slice(1)) await removeUser(user);
      await Promise.all([sweep(), sweep(), sweep()]);
      for (const { id } of users) {
        expect([await people(id), await unerasedOf(id)]).toEqual([0, 0]);
        expect((await linesOf(id)).filter(({ permission }) => permission === "users.erase")).toHaveLength(1);
      }
      await expectTrue();
    });
  });

  it("also deletes their login history, verification methods, codes and links, however many", async () => {
    const { database } = await program();
    const { writer } = database;
    const [user, present] = [await addUser(), await addUser()];
    const now = new Date();
    const triesOf = ({ id: personId }: { id: string }, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        id: `try ${personId} ${n}`,
        accountId: holder.principal.accountId,
        personId,
        at: now,
        method: "password",
        outcome: "done",
        ip: "",
        userAgent: "",
      }));
    await writer.signIn.createMany({ data: [...triesOf(user, 450), ...triesOf(present, 2)] });
    for (const { id: personId } of [user, present]) {
      const whose = { accountId: holder.principal.accountId, personId };
      await writer.factor.create({
        data: {
          ...whose,
          id: `app ${personId}`,
          kind: "app",
          name: "Pixel 9",
          secret: "sealed",
          createdAt: now,
          lastUsedAt: new Date(0),
        },
      });
      await writer.backupCode.create({
        data: { ...whose, hash: hashOf(personId), salt: "0".repeat(32), createdAt: now },
      });
      await writer.link.create({
        data: {
          ...whose,
          id: `link ${personId}`,
          tokenHash: hashOf(personId),
          purpose: "reset",
          createdAt: now,
          expiresAt: new Date(now.getTime() + day),
        },
      });
    }
    await removeUser(user);
    await sweep();
    const rowsOf = async (personId: string) =>
      Promise.all([
        people(personId),
        ...[database.db.signIn, database.db.factor, database.db.backupCode, database.db.link].map((rows) =>
          (rows.count as (of: object) => Promise<number>)({ where: { personId } }),
        ),
      ]);
    expect(await rowsOf(user.id)).toEqual([0, 0, 0, 0, 0]);
    expect(await rowsOf(present.id)).toEqual([1, 2, 1, 1, 1]);
  });

  it("or restoring wins if both happen at the same time, never both", async () => {
    const { operations, database } = await program();
    for (let round = 0; round < 6; round++) {
      const user = await addUser();
      await removeUser(user);
      // The 30 days end while both keep trying.
      await database.writer.person.update({
        where: { id: user.id },
        data: { removedAt: new Date(Date.now() - 30 * day + 60) },
        select: { id: true },
      });
      const won: string[] = [];
      const ask = async (name: "users.restore" | "users.erase", wait: number) => {
        await new Promise((go) => setTimeout(go, wait));
        const result = await operations[name].perform(name === "users.restore" ? holder : steward, { id: user.id });
        if (!isRefusal(result)) won.push(name);
      };
      const waits = round < 2 ? [0] : round < 4 ? [55, 60, 65] : [90];
      await Promise.all([
        ...waits.map((wait) => ask("users.restore", wait)),
        ...[0, 58, 62, 66, 90].map((wait) => ask("users.erase", wait)),
      ]);
      expect(won).toHaveLength(1);
      expect(await people(user.id)).toBe(won[0] === "users.restore" ? 1 : 0);
    }
    await sweep();
    await expectTrue();
  });

  it("keeps counters and the chain correct in a random history", { timeout: 120_000 }, async () => {
    const { operations, database, signUp } = await program();
    const remaining = holder;
    holder = await signUp();
    const step = fc.record({
      act: fc.constantFrom("add", "add", "edit", "remove", "restore", "pass", "sweep"),
      at: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 30 }), async (steps) => {
        for (const { act, at } of steps) {
          const users = await database.db.person.findMany({
            where: { accountId: holder.principal.accountId, kind: "user" },
            orderBy: { number: "asc" },
          });
          const user = users[at % (users.length || 1)];
          if (act === "add" || !user) await addUser(at % 2 ? "user" : "none");
          else if (act === "edit")
            await operations["users.edit"].perform(holder, {
              id: user.id,
              version: String(user.version),
              email: user.email,
              privilege: at % 3 ? "user" : "none",
              description: `d${at}`,
            });
          else if (act === "remove")
            await operations["users.remove"].perform(holder, { id: user.id, login: user.login });
          else if (act === "restore") await operations["users.restore"].perform(holder, { id: user.id });
          // Lets the 30 days pass for this user.
          else if (act === "pass") {
            if (user.removedAt) await removeUserAgain(user.id);
          } else {
            await sweep();
            const due = users.filter(({ removedAt }) => removedAt && removedAt.getTime() < Date.now() - 30 * day);
            for (const { id } of due) expect(await people(id)).toBe(0);
            expect(
              await database.db.person.count({ where: { accountId: holder.principal.accountId, kind: "user" } }),
            ).toBe(users.length - due.length);
          }
        }
        await expectTrue();
      }),
      { numRuns: process.env.STEWARD_LONG === "1" ? 20 : 3 },
    );
    holder = remaining;
  });

  it("runs together with the cleanup of expired sessions, limits, links and challenges, however many", async () => {
    const { database } = await program();
    const { writer, db } = database;
    const session = (n: number, expiresAt: Date) => ({
      id: `s${n}`,
      tokenHash: String(n).padStart(64, "0"),
      accountId: holder.principal.accountId,
      personId: holder.principal.personId,
      createdAt: new Date(0),
      lastSeenAt: new Date(0),
      expiresAt,
      ip: "",
      userAgent: "",
    });
    const over = Array.from({ length: 450 }, (_, n) => session(n, new Date(Date.now() - 1000)));
    await writer.session.createMany({ data: [...over, session(1000, new Date(Date.now() + day))] });
    const limit = (n: number, expiresAt: number) => ({
      key: `limit ${n}`,
      count: 1,
      waitUntil: 0n,
      expiresAt: BigInt(expiresAt),
      ticket: "",
    });
    await writer.limit.createMany({
      data: [...over.map((_, n) => limit(n, Date.now() - 1000)), limit(1000, Date.now() + day)],
    });
    const soon = new Date(Date.now() + day);
    const link = (n: number, expiresAt: Date) => ({
      id: `l${n}`,
      tokenHash: hashOf(`link ${n}`),
      purpose: "reset",
      accountId: holder.principal.accountId,
      personId: holder.principal.personId,
      createdAt: new Date(0),
      expiresAt,
    });
    await writer.link.createMany({ data: [...over.map(({ expiresAt }, n) => link(n, expiresAt)), link(1000, soon)] });
    const challenge = (n: number, expiresAt: Date) => ({ hash: hashOf(`challenge ${n}`), expiresAt });
    await writer.usedChallenge.createMany({
      data: [...over.map(({ expiresAt }, n) => challenge(n, expiresAt)), challenge(1000, soon)],
    });
    await sweep();
    expect(
      await db.session.count({ where: { id: { startsWith: "s" }, tokenHash: { startsWith: "0000000000" } } }),
    ).toBe(1);
    expect(await db.limit.findMany({ where: { key: { startsWith: "limit " } }, select: { key: true } })).toEqual([
      { key: "limit 1000" },
    ]);
    expect(
      await db.link.findMany({
        where: { id: { startsWith: "l" }, purpose: "reset", createdAt: new Date(0) },
        select: { id: true },
      }),
    ).toEqual([{ id: "l1000" }]);
    expect(await db.usedChallenge.findMany({ select: { hash: true } })).toEqual([{ hash: hashOf("challenge 1000") }]);
  });
});
