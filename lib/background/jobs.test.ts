import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { Db } from "@/lib/database/db";
import { hashOf, newId } from "@/lib/security/tokens";
import { onEachProgram, stranger } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

const day = 86_400_000;

/** The long form tests each edge of a batch; the short form tests the two that differ most. */
const long = process.env.STEWARD_LONG === "1";

onEachProgram("The program", (program, engine) => {
  let made = 0;

  beforeEach(() => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    return () => void vi.restoreAllMocks();
  });

  const completePending = async () => (await import("@/lib/background/complete-pending")).completePending();
  const sweep = async () => (await import("@/lib/background/sweep")).sweep();

  /** An account with this many people. None is disabled or removed, and all or none have two-factor. */
  async function accountOf(people: number, twoFactor = false): Promise<Member> {
    const { database, signUp } = await program();
    const holder = await signUp();
    await seedUsers(database, holder.principal.accountId, people - 1);
    const admitted = {
      removedAt: null,
      disabledAt: null,
      removed: false,
      changeDue: false,
      invited: false,
      status: "enabled",
    };
    await database.writer.person.updateMany({
      where: { accountId: holder.principal.accountId },
      data: { ...admitted, twoFactor },
    });
    return holder;
  }

  async function requireOfEveryone(holder: Member) {
    const { database, operations } = await program();
    const now = new Date();
    const sent = {
      id: newId(),
      recipient: "ada@example.com",
      kind: "codes-made",
      language: "en",
      params: "{}",
      state: "sent",
      dueAt: now,
      createdAt: now,
      sentAt: now,
    };
    await database.writer.mail.create({ data: sent });
    expect(
      await operations["account.require-two-factor"].perform(holder, { for: "everyone", days: "0" }),
    ).toMatchObject({ outcome: "done" });
  }

  /** How many people of the account were notified, in how many lines, and whether any are left. */
  async function progressOf({ principal: { accountId } }: Member) {
    const { db } = (await program()).database;
    const { verifyChain } = await import("@/lib/access/audit");
    const lines = await db.activity.count({ where: { accountId, permission: "account.tell-two-factor" } });
    const mails = await db.mail.count({ where: { accountId, kind: "two-factor-required" } });
    const { twoFactorTold, seq } = await db.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(await verifyChain(db, accountId)).toEqual({ lines: seq, brokenAt: null });
    return { lines, mails, left: twoFactorTold };
  }

  it.each([
    { people: 1, twoFactor: true, lines: 0 },
    { people: 100, twoFactor: true, lines: 0 },
    { people: 101, twoFactor: false, lines: 5 },
    ...(long
      ? [
          { people: 1, twoFactor: false, lines: 1 },
          { people: 24, twoFactor: false, lines: 1 },
          { people: 25, twoFactor: false, lines: 1 },
          { people: 25, twoFactor: true, lines: 0 },
          { people: 26, twoFactor: false, lines: 2 },
          { people: 100, twoFactor: false, lines: 4 },
          { people: 101, twoFactor: true, lines: 0 },
        ]
      : []),
  ])(
    "tells $people people that two-factor is required (they have it: $twoFactor) and ends",
    async ({ people, twoFactor, lines }) => {
      const holder = await accountOf(people, twoFactor);
      await requireOfEveryone(holder);
      await completePending();
      expect(await progressOf(holder)).toEqual({ lines, mails: twoFactor ? 0 : people, left: null });
    },
  );

  /** Lets a job read its data and wait for the lock, changes that data under the lock, and lets the job continue. */
  async function overtaken(accountId: number, job: () => Promise<unknown>, change: (tx: Db) => Promise<unknown>) {
    const { transaction } = (await program()).database;
    const { lockAccount } = await import("@/lib/access/lock");
    let done: Promise<unknown> = Promise.resolve();
    await transaction(async (tx) => {
      await lockAccount(tx, accountId);
      done = job();
      await pause(60);
      await change(tx);
    });
    await done;
  }

  /** Runs one step of a job, for one account. */
  async function run(permission: "account.tell-two-factor" | "account.tell-release", accountId: number) {
    const { asProgram } = await import("@/lib/doors/program");
    const { operations } = await program();
    expect(await asProgram(operations[permission])({ id: String(accountId) })).toMatchObject({ outcome: "done" });
  }

  it("notifies people of the requirement that is in force at that moment, if it changed during the job", async () => {
    const { database } = await program();
    const holder = await accountOf(1);
    const { accountId } = holder.principal;
    const { id: none } = await (await program()).addUser(holder, "nora");
    await requireOfEveryone(holder);
    const later = new Date(Date.now() + 30 * day);
    const change = (tx: Db) =>
      tx.account.update({
        where: { id: accountId },
        data: { twoFactorFor: "writers", twoFactorFrom: later, twoFactorTold: -1n },
      });
    await overtaken(accountId, () => run("account.tell-two-factor", accountId), change);
    await completePending();
    const mails = await database.db.mail.findMany({ where: { accountId, kind: "two-factor-required" } });
    expect(mails.map(({ personId }) => personId)).not.toContain(none);
    expect(mails.map(({ params }) => (JSON.parse(params) as { from: string }).from)).toEqual([later.toISOString()]);
  });

  it("names who took a requirement back last, and sends emails to people's present addresses", async () => {
    const { database, operations, addUser } = await program();
    const [holder, asking] = [await accountOf(1), await accountOf(1)];
    const { accountId, personId } = holder.principal;
    const { db, writer } = database;
    const { id: root } = await addUser(holder, "root", { privilege: "administrator", proved: true });
    const params = async (kind: string) =>
      JSON.parse((await db.mail.findFirstOrThrow({ where: { accountId, kind } })).params) as { who: string };

    await writer.account.update({ where: { id: accountId }, data: { releaseTold: -1n, releasedBy: "Ada" } });
    const release = () => run("account.tell-release", accountId);
    await overtaken(accountId, release, (tx) =>
      tx.account.update({ where: { id: accountId }, data: { releasedBy: "root" } }),
    );
    expect(await params("two-factor-released")).toMatchObject({ who: "root" });

    const move = (id: string, email: string) => (tx: Db) =>
      tx.person.update({ where: { id }, data: { email, emailKey: email, provedKey: email } });
    await operations["password.forget"].perform(stranger, { id: `${holder.principal.digitalId}/root` });
    await overtaken(accountId, completePending, move(root, "moved@example.com"));
    expect(await db.mail.findMany({ where: { accountId, kind: "reset" }, select: { recipient: true } })).toEqual([
      { recipient: "moved@example.com" },
    ]);

    // The account holder whose email address was typed has another address by then.
    const { email } = holder.principal;
    await operations["account.request"].perform(stranger, {
      firstName: "Eve",
      lastName: "Else",
      organisation: "",
      email,
    });
    await overtaken(accountId, completePending, move(personId, "gone@example.com"));
    expect(await db.mail.count({ where: { accountId, kind: "address-taken" } })).toBe(0);
    // A request for an email address that another holder has by then gets no link.
    await operations["email.change"].perform(asking, { email: "free@example.com" });
    await overtaken(asking.principal.accountId, completePending, move(personId, "free@example.com"));
    expect(await db.mail.count({ where: { recipient: "free@example.com", kind: "confirm-address" } })).toBe(0);
    // Both wait for their next turn, ten seconds later.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11_000 });
    await completePending();
    vi.useRealTimers();
    expect(
      await db.mail.findMany({
        where: { recipient: { in: [email, "free@example.com"] }, kind: { in: ["sign-up", "address-taken"] } },
        select: { kind: true, recipient: true },
        orderBy: { kind: "asc" },
      }),
    ).toEqual([
      { kind: "address-taken", recipient: "free@example.com" },
      { kind: "sign-up", recipient: email },
    ]);
    expect(await waiting()).toEqual([0, 0, 0]);
  });

  it("answers a request that is made during a long notification, before that one ends", async () => {
    const { operations, database } = await program();
    const { pendingWork } = await import("@/lib/background/complete-pending");
    const { runInBackground } = await import("@/lib/background/loop");
    const [crowded, asking] = [await accountOf(250), await accountOf(1)];
    await requireOfEveryone(crowded);
    const place = async () =>
      (await database.db.account.findUniqueOrThrow({ where: { id: crowded.principal.accountId } })).twoFactorTold;
    // Only the wake-up runs: the timers would continue after this test.
    const clocks = vi.spyOn(globalThis, "setTimeout").mockReturnValue({ unref: () => {} } as never);
    runInBackground(pendingWork.map((work) => ({ ...work, every: 2 ** 31 - 1 })));
    clocks.mockRestore();
    const [everywhere, ofProgram] = [globalThis as { [key: symbol]: unknown }, Symbol.for("steward.wake")];
    const wakeNow = everywhere[ofProgram] as (what: string) => void;
    const wake = () => wakeNow("pending");
    // Only this test wakes the work. A request would do it up to two seconds later, in the middle of another test.
    delete everywhere[ofProgram];
    wake();
    await vi.waitUntil(async () => (await place()) !== -1n, { timeout: 10_000, interval: 5 });
    await operations["password.forget"].perform(stranger, { id: asking.principal.digitalId });
    wake();
    await vi.waitUntil(
      async () =>
        (await database.db.mail.count({ where: { accountId: asking.principal.accountId, kind: "reset" } })) === 1,
      { timeout: 10_000, interval: 5 },
    );
    expect(await place()).not.toBeNull();
    await database.writer.account.update({ where: { id: crowded.principal.accountId }, data: { twoFactorTold: null } });
    await completePending();
  }, 40_000);

  it("requires two-factor from the moment that was chosen last, also on the same day", async () => {
    const { database, operations } = await program();
    const holder = await accountOf(1);
    await requireOfEveryone(holder);
    const midnight = Math.ceil((Date.now() + 1) / day) * day;
    await database.writer.account.update({ where: { id: holder.principal.accountId }, data: { twoFactorFor: "" } });
    vi.useFakeTimers({ toFake: ["Date"], now: midnight + day / 2 });
    try {
      const require = async (days: string) => {
        const now = new Date();
        await database.writer.session.update({
          where: { id: holder.credential.sessionId },
          data: { lastSeenAt: now, provedAt: now, expiresAt: new Date(now.getTime() + day) },
        });
        const actor = { ...holder, credential: { ...holder.credential, provedAt: now } };
        expect(await operations["account.require-two-factor"].perform(actor, { for: "everyone", days })).toMatchObject({
          outcome: "done",
        });
        return (
          await database.db.account.findUniqueOrThrow({ where: { id: holder.principal.accountId } })
        ).twoFactorFrom.toISOString();
      };
      const first = await require("1");
      expect(first).toBe(new Date(midnight + 1.5 * day).toISOString());
      vi.setSystemTime(midnight + 1.2 * day);
      expect(await require("1")).toBe(first);
      const now = await require("0");
      expect(now).toBe(new Date(midnight + 1.2 * day).toISOString());
      const lines = await database.db.activity.findMany({
        where: { accountId: holder.principal.accountId, permission: "account.require-two-factor" },
        orderBy: { seq: "desc" },
      });
      expect(lines.map(({ changes }) => JSON.parse(changes!)).at(0)).toEqual([
        { field: "requiredFrom", before: first, after: now },
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  /** Makes one request of each kind, as people make them. */
  async function ask(holder: Member) {
    const { operations } = await program();
    const form = { firstName: "Nora", lastName: "Nil", organisation: "", email: `new${++made}@example.com` };
    const answers = [
      await operations["password.forget"].perform(stranger, { id: holder.principal.digitalId }),
      await operations["account.request"].perform(stranger, form),
      await operations["email.change"].perform(holder, { email: `other${made}@example.com` }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ outcome: "done" });
  }

  const waiting = async () => {
    const { db } = (await program()).database;
    return [await db.resetRequest.count(), await db.signUpRequest.count(), await db.emailChangeRequest.count()];
  };

  it.each(long ? [0, 1, 20, 21, 101] : [0, 20, 21])(
    "answers %i requests of each kind and ends",
    async (count) => {
      const { writer } = (await program()).database;
      const before = await writer.mail.count();
      if (count > 0) {
        await ask(await accountOf(1));
        // More of the same: most of this many requests for one email address and one person get no answer.
        const again = Array.from({ length: count - 1 }, () => newId());
        const [reset, signUp, emailChange] = [
          await writer.resetRequest.findFirstOrThrow(),
          await writer.signUpRequest.findFirstOrThrow(),
          await writer.emailChangeRequest.findFirstOrThrow(),
        ];
        await writer.resetRequest.createMany({ data: again.map((id) => ({ ...reset, id })) });
        await writer.signUpRequest.createMany({ data: again.map((id) => ({ ...signUp, id })) });
        await writer.emailChangeRequest.createMany({ data: again.map((id) => ({ ...emailChange, id })) });
      }
      expect(await waiting()).toEqual([count, count, count]);
      await completePending();
      expect(await waiting()).toEqual([0, 0, 0]);
      expect((await writer.mail.count()) - before).toBeGreaterThanOrEqual(Math.min(count, 1) * 3);
    },
    60_000,
  );

  it.each(long ? [0, 1, 200, 201] : [0, 200, 201])("deletes %i expired rows of each kind and ends", async (count) => {
    const { writer } = (await program()).database;
    const { accountId, personId } = (await accountOf(1)).principal;
    const then = new Date(Date.now() - 500 * day);
    const ids = Array.from({ length: count }, () => newId());
    const whose = { accountId, personId };
    await writer.session.createMany({
      data: ids.map((id) => ({
        id,
        ...whose,
        tokenHash: hashOf(id),
        createdAt: then,
        lastSeenAt: then,
        expiresAt: then,
        ip: "",
        userAgent: "",
      })),
    });
    await writer.mail.createMany({
      data: ids.map((id) => ({
        id,
        ...whose,
        recipient: "",
        kind: "enabled",
        language: "en",
        params: "{}",
        state: "sent",
        dueAt: then,
        createdAt: then,
      })),
    });
    await writer.signIn.createMany({
      data: ids.map((id) => ({ id, ...whose, at: then, method: "password", outcome: "done", ip: "", userAgent: "" })),
    });
    await writer.link.createMany({
      data: ids.map((id) => ({
        id,
        ...whose,
        tokenHash: hashOf(id),
        purpose: "reset",
        createdAt: then,
        expiresAt: then,
      })),
    });
    await writer.usedChallenge.createMany({ data: ids.map((id) => ({ hash: hashOf(id), expiresAt: then })) });
    await writer.limit.createMany({
      data: ids.map((key) => ({ key, count: 1, waitUntil: 0n, expiresAt: 0n, ticket: "" })),
    });
    await sweep();
    const id = { in: ids };
    const remaining = [
      await writer.session.count({ where: { id } }),
      await writer.mail.count({ where: { id } }),
      await writer.signIn.count({ where: { id } }),
      await writer.link.count({ where: { id } }),
      await writer.usedChallenge.count({ where: { hash: { in: ids.map(hashOf) } } }),
      await writer.limit.count({ where: { key: id } }),
    ];
    expect(remaining).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each(long ? [0, 1, 200, 201] : [0, 201])(
    "erases a user with %i emails, log-ins and lines, and ends",
    async (count) => {
      const { db, writer } = (await program()).database;
      const { addLines } = await import("@/lib/testing/lines");
      const holder = await accountOf(2);
      const { accountId } = holder.principal;
      const { id, login } = await writer.person.findFirstOrThrow({ where: { accountId, kind: "user" } });
      await removeLongAgo(id);
      const now = new Date();
      const ids = Array.from({ length: count }, () => newId());
      const whose = { accountId, personId: id };
      await writer.mail.createMany({
        data: ids.map((each) => ({
          id: each,
          ...whose,
          recipient: "",
          kind: "enabled",
          language: "en",
          params: "{}",
          state: "sent",
          dueAt: now,
          createdAt: now,
        })),
      });
      await writer.signIn.createMany({
        data: ids.map((each) => ({
          id: each,
          ...whose,
          at: now,
          method: "password",
          outcome: "done",
          ip: "",
          userAgent: "",
        })),
      });
      await addLines(
        await program(),
        accountId,
        ids.map(() => ({ at: now, permission: "profile.edit", by: { id, name: login } })),
      );
      await sweep();
      expect(await db.person.count({ where: { id } })).toBe(0);
      expect(await db.erasure.count({ where: { accountId } })).toBe(0);
      expect(await db.activity.count({ where: { accountId, byId: id, byName: { not: null } } })).toBe(0);
    },
  );

  /** Removes a user so long ago that nobody can restore them. */
  async function removeLongAgo(id: string, days = 31) {
    const data = { removedAt: new Date(Date.now() - days * day), removed: true, status: "removed" };
    const { writer } = (await program()).database;
    const { accountId, privilege, lastLoginAt } = await writer.person.update({ where: { id }, data });
    await writer.userCount.deleteMany({ where: { accountId } });
    const neverSignedIn = Number(lastLoginAt.getTime() === 0);
    await writer.userCount.create({ data: { accountId, privilege, status: "removed", count: 1, neverSignedIn } });
  }

  /** Makes the database refuse every new activity line of an account. Returns a function that ends this. */
  async function breakAccount({ principal: { accountId } }: Member): Promise<() => Promise<unknown>> {
    const { writer, Prisma } = (await program()).database;
    const name = `Activity_broken_${accountId}`;
    const run = (sql: string) => writer.$executeRaw(Prisma.raw(sql));
    if (engine === "sqlite") {
      await run(
        `CREATE TRIGGER "${name}" BEFORE INSERT ON "Activity" WHEN NEW."accountId" = ${accountId} BEGIN SELECT RAISE(ABORT, 'broken'); END`,
      );
      return () => run(`DROP TRIGGER "${name}"`);
    }
    await run(
      `CREATE OR REPLACE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql`,
    );
    await run(
      `CREATE TRIGGER "${name}" BEFORE INSERT ON "Activity" FOR EACH ROW WHEN (NEW."accountId" = ${accountId}) EXECUTE FUNCTION broken()`,
    );
    return () => run(`DROP TRIGGER "${name}" ON "Activity"`);
  }

  it("whose work always fails in one account does the others' work, and that account's once it can", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const { operations, database } = await program();
      const { db, writer } = database;
      const [broken, fine] = [await accountOf(2), await accountOf(2)];
      const mend = await breakAccount(broken);
      const erased: string[] = [];
      for (const [at, holder] of [broken, fine].entries()) {
        await operations["password.forget"].perform(stranger, { id: holder.principal.digitalId });
        // Their email address is taken, which their account is told about.
        await operations["account.request"].perform(stranger, {
          firstName: "Eve",
          lastName: "Else",
          organisation: "",
          email: holder.principal.email,
        });
        await writer.account.update({
          where: { id: holder.principal.accountId },
          data: { twoFactorFor: "everyone", twoFactorTold: -1n },
        });
        const { id } = await writer.person.findFirstOrThrow({
          where: { accountId: holder.principal.accountId, kind: "user" },
        });
        await removeLongAgo(id, 40 - at);
        erased.push(id);
      }
      const remaining = async ({ principal: { accountId } }: Member) => {
        const where = { accountId };
        const mails = await db.mail.findMany({
          where: { ...where, kind: { in: ["reset", "address-taken", "two-factor-required"] } },
          select: { kind: true },
        });
        return [
          mails.map(({ kind }) => kind).toSorted(),
          await db.person.count({ where: { ...where, id: { in: erased } } }),
        ];
      };
      const everything = [["address-taken", "reset", "two-factor-required"], 0];
      for (let turn = 0; turn < 3; turn++) {
        await completePending();
        await sweep();
        expect(await remaining(fine)).toEqual(everything);
        expect(await remaining(broken)).toEqual([[], 1]);
      }
      await mend();
      vi.setSystemTime(Date.now() + 10_000);
      await completePending();
      await sweep();
      expect(await remaining(broken)).toEqual(everything);
      expect((await waiting()).slice(0, 2)).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
    }
  }, 60_000);

  it("whose upkeep always fails in one table cleans up the others", async () => {
    const { writer, Prisma } = (await program()).database;
    const run = (sql: string) => writer.$executeRaw(Prisma.raw(sql));
    const { accountId, personId } = (await accountOf(1)).principal;
    const over = new Date(0);
    await writer.session.create({
      data: {
        id: newId(),
        accountId,
        personId,
        tokenHash: hashOf(newId()),
        createdAt: over,
        lastSeenAt: over,
        expiresAt: over,
        ip: "",
        userAgent: "",
      },
    });
    await writer.limit.create({ data: { key: "over", count: 1, waitUntil: 0n, expiresAt: 0n, ticket: "" } });
    if (engine === "sqlite")
      await run(`CREATE TRIGGER "Session_broken" BEFORE DELETE ON "Session" BEGIN SELECT RAISE(ABORT, 'broken'); END`);
    else await run(`CREATE TRIGGER "Session_broken" BEFORE DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION broken()`);
    await sweep();
    expect(await writer.session.count({ where: { personId, expiresAt: over } })).toBe(1);
    expect(await writer.limit.count({ where: { key: "over" } })).toBe(0);
    await run(engine === "sqlite" ? `DROP TRIGGER "Session_broken"` : `DROP TRIGGER "Session_broken" ON "Session"`);
  });
});
