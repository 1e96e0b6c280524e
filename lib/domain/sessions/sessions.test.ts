import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Member, Stranger } from "@/lib/access/actor";
import type { findSession as Find } from "@/lib/access/find-session";
import type { recordLastUse as Note } from "@/lib/doors/last-seen";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { currentRequest } from "@/lib/runtime/current-request";
import { hashOf, newId, newToken } from "@/lib/security/tokens";
import { goodPassword, onEachProgram, stranger } from "@/lib/testing/program";
import { codeOf } from "@/lib/testing/totp";

const minute = 60_000;
const another = "violet kettle march ninety bridge";

onEachProgram("A session", (program) => {
  let ada: Member;
  let find: (minutesOn?: number, tokenHash?: string) => ReturnType<typeof Find>;
  let note: typeof Note;

  beforeAll(async () => {
    await loadLanguages();
    const { database, signUp } = await program();
    const { findSession } = await import("@/lib/access/find-session");
    ({ recordLastUse: note } = await import("@/lib/doors/last-seen"));
    ada = await signUp();
    find = (minutesOn = 0, tokenHash = ada.credential.tokenHash) =>
      findSession(database.db, { tokenHash, now: new Date(Date.now() + minutesOn * minute) });
  });
  const change = async (data: object) =>
    (await program()).database.writer.session.update({ where: { id: ada.credential.sessionId }, data });

  /** Adds a session that still waits for the second step. */
  async function owing(person: { id: string; accountId: number }, data: object = {}) {
    const { database, signIn } = await program();
    const { sessionId } = (await signIn(person)).credential;
    await database.writer.session.update({ where: { id: sessionId }, data: { factorDue: true, ...data } });
  }

  it("is found only by the hash of its token", async () => {
    expect(await find()).toMatchObject({
      id: ada.credential.sessionId,
      person: { id: ada.principal.personId, privilege: "holder", changeDue: false },
    });
    for (const hash of ["", "0".repeat(64), ada.credential.tokenHash.toUpperCase(), `${ada.credential.tokenHash} `])
      expect(await find(0, hash)).toBeNull();
  });

  it("ends after half an hour without a request, and after its maximum lifetime in any case", async () => {
    expect(await find(29)).not.toBeNull();
    expect(await find(31)).toBeNull();
    await change({ lastSeenAt: new Date(Date.now() + 61 * minute) });
    expect(await find(59)).not.toBeNull();
    expect(await find(61)).toBeNull();
    await change({ lastSeenAt: new Date() });
  });

  it("notes its last use at most once a minute", async () => {
    const ago = (seconds: number) => change({ lastSeenAt: new Date(Date.now() - seconds * 1000) });
    const lastSeen = async () => (await find())!.lastSeenAt;
    const recent = await ago(50);
    await note(recent);
    expect(await lastSeen()).toEqual(recent.lastSeenAt);
    const before = Date.now();
    await note(await ago(61));
    expect((await lastSeen()).getTime()).toBeGreaterThanOrEqual(before);
  });

  it("is noted in a batch with others that were used during a write", async () => {
    const { database, signIn } = await program();
    const used = [
      ada,
      ...(await Promise.all(
        [1, 2, 3].map(() => signIn({ id: ada.principal.personId, accountId: ada.principal.accountId })),
      )),
    ];
    const id = { in: used.map(({ credential }) => credential.sessionId) };
    const long = new Date(Date.now() - 2 * minute);
    await database.writer.session.updateMany({ where: { id }, data: { lastSeenAt: long } });
    await Promise.all((await database.db.session.findMany({ where: { id } })).map(note));
    expect(await database.db.session.count({ where: { id, lastSeenAt: { gt: long } } })).toBe(used.length);
  });

  it("ends with logging out, and gives access to nothing afterwards", async () => {
    const { operations, database } = await program();
    const { db } = database;
    const lines = () => db.activity.count({ where: { accountId: ada.principal.accountId } });
    const before = await lines();
    expect(await operations["session.end"].perform(ada, {})).toEqual({ outcome: "done", value: null });
    expect([await find(), await lines()]).toEqual([null, before + 1]);
    expect(
      await operations["profile.edit"].perform(ada, { displayName: "x", timeZone: "", theme: "dark" }),
    ).toMatchObject({ outcome: "signed_out" });
    expect(await operations["session.end"].perform(ada, {})).toMatchObject({ outcome: "signed_out" });
    expect(await lines()).toBe(before + 1);
  });

  it("gives no access to a disabled or removed user, even if its row exists", async () => {
    const { operations, database, signIn, signUp } = await program();
    const { seedUsers } = await import("@/lib/testing/seed-users");
    const holder = await signUp();
    await seedUsers(database, holder.principal.accountId, 20);
    const user = await database.db.person.findFirstOrThrow({
      where: { accountId: holder.principal.accountId, kind: "user", status: "enabled" },
    });
    await operations["users.disable"].perform(holder, { id: user.id });
    await expect(signIn(user)).rejects.toThrow("No person can log in");
    await operations["users.enable"].perform(holder, { id: user.id });
    expect(await signIn(user)).toMatchObject({ principal: { personId: user.id } });
    await operations["users.remove"].perform(holder, { id: user.id, login: user.login });
    await expect(signIn(user)).rejects.toThrow("No person can log in");
  });

  describe("of a user", () => {
    it("is listed with the other open ones, last used first, only to their own account", async () => {
      const { operations, database, signIn, signUp } = await program();
      const { seedUsers } = await import("@/lib/testing/seed-users");
      const holder = await signUp();
      await seedUsers(database, holder.principal.accountId, 20);
      const user = await database.db.person.findFirstOrThrow({
        where: { accountId: holder.principal.accountId, kind: "user", status: "enabled" },
      });
      for (let at = 0; at < 28; at++) await signIn(user, new Date(Date.now() - at * minute));
      await owing(user);
      const shown = await operations["users.sessions"].perform(holder, { id: user.id });
      if (shown.outcome !== "done") throw new Error(JSON.stringify(shown));
      const { sessions, more } = shown.value;
      expect([sessions.length, more]).toEqual([25, 3]);
      expect(Object.keys(sessions[0]!).toSorted()).toEqual([
        "browser",
        "createdAt",
        "id",
        "ip",
        "lastSeenAt",
        "method",
        "place",
        "system",
      ]);
      const order = sessions.map(({ lastSeenAt }) => lastSeenAt);
      expect(order).toEqual(order.toSorted().toReversed());
      expect(await operations["users.sessions"].perform(await signUp(), { id: user.id })).toMatchObject({
        outcome: "not_found",
      });
      // The login that waits for its second step ends too.
      expect(await operations["users.disable"].perform(holder, { id: user.id })).toMatchObject({
        value: { ended: 29 },
      });
      expect(await database.db.session.count({ where: { personId: user.id } })).toBe(0);
    });

    it("can be ended alone or with all others; the entry says how many", async () => {
      const { operations, database, signIn, signUp } = await program();
      const { seedUsers } = await import("@/lib/testing/seed-users");
      const [holder, stranger] = [await signUp(), await signUp()];
      await seedUsers(database, holder.principal.accountId, 20);
      const [user, other] = await database.db.person.findMany({
        where: { accountId: holder.principal.accountId, kind: "user", status: "enabled" },
        orderBy: { id: "asc" },
        take: 2,
      });
      const mine = [await signIn(user!), await signIn(user!), await signIn(user!)];
      const theirs = await signIn(other!);
      const end = operations["users.end-sessions"];
      for (const [actor, id, session] of [
        [stranger, user!.id, mine[0]!.credential.sessionId],
        [holder, user!.id, theirs.credential.sessionId],
        [holder, user!.id, holder.credential.sessionId],
        [holder, holder.principal.personId, holder.credential.sessionId],
      ] as const) {
        expect(await end.perform(actor, { id, session })).toMatchObject({ outcome: "not_found" });
      }
      expect(await end.perform(holder, { id: user!.id, session: mine[0]!.credential.sessionId })).toMatchObject({
        value: { login: user!.login, ended: 1 },
      });
      expect(await end.perform(holder, { id: user!.id, session: mine[0]!.credential.sessionId })).toMatchObject({
        outcome: "not_found",
        sentence: { key: "errors.session.gone" },
      });
      expect(await end.perform(holder, { id: user!.id })).toMatchObject({ value: { ended: 2 } });
      // No session is left to end, so no entry is written, and their browsers stay known.
      const salt = async () => (await database.db.person.findUniqueOrThrow({ where: { id: user!.id } })).browserSalt;
      const before = await salt();
      expect(await end.perform(holder, { id: user!.id })).toMatchObject({ value: { ended: 0 } });
      expect(await salt()).toBe(before);
      await owing(user!);
      expect(await end.perform(holder, { id: user!.id })).toMatchObject({ value: { ended: 1 } });
      expect(await database.db.session.count({ where: { personId: user!.id } })).toBe(0);
      expect(await database.db.session.count({ where: { personId: other!.id } })).toBe(1);
      const lines = await database.db.activity.findMany({
        where: { accountId: holder.principal.accountId, permission: "users.end-sessions" },
        orderBy: { seq: "asc" },
      });
      expect(lines.map(({ subjectName, changes }) => [subjectName, JSON.parse(changes!)[0].before])).toEqual([
        [user!.login, "1"],
        [user!.login, "2"],
        [user!.login, "1"],
      ]);
    });

    it("cannot be ended here by the user themselves: they do it under Security", async () => {
      const { operations, database, signIn, signUp } = await program();
      const { seedUsers } = await import("@/lib/testing/seed-users");
      const holder = await signUp();
      await seedUsers(database, holder.principal.accountId, 20);
      const user = await database.db.person.findFirstOrThrow({
        where: { accountId: holder.principal.accountId, kind: "user", status: "enabled" },
      });
      await database.writer.person.update({ where: { id: user.id }, data: { privilege: "administrator" } });
      const administrator = await signIn(user);
      expect(await operations["users.end-sessions"].perform(administrator, { id: user.id })).toMatchObject({
        outcome: "forbidden",
        sentence: { key: "reasons.self.end-sessions" },
      });
    });
  });

  describe("of the user themselves", () => {
    it("is listed with the others, the current one first, with the number of further ones", async () => {
      const { operations, signIn, signUp } = await program();
      const holder = await signUp();
      const person = { id: holder.principal.personId, accountId: holder.principal.accountId };
      for (let at = 0; at < 30; at++) await signIn(person, new Date(Date.now() - at * minute));
      const seen = await operations["security.view"].perform(holder, {});
      if (seen.outcome !== "done") throw new Error(JSON.stringify(seen));
      const { sessions, moreSessions } = seen.value;
      expect([sessions[0]!.id, sessions.length, moreSessions]).toEqual([holder.credential.sessionId, 25, 6]);
    });

    it("can be ended unless it is the current one, another person's, or ended already", async () => {
      const { operations, database, signIn, signUp } = await program();
      const [holder, stranger] = [await signUp(), await signUp()];
      const person = { id: holder.principal.personId, accountId: holder.principal.accountId };
      const other = await signIn(person);
      const idle = await signIn(person);
      await database.writer.session.update({
        where: { id: idle.credential.sessionId },
        data: { lastSeenAt: new Date(Date.now() - 31 * minute) },
      });
      const end = (id: string) => operations["session.end-one"].perform(holder, { id });
      expect(await end(holder.credential.sessionId)).toMatchObject({
        outcome: "conflict",
        sentence: { key: "errors.session.own" },
      });
      for (const { credential } of [stranger, idle])
        expect(await end(credential.sessionId)).toMatchObject({
          outcome: "not_found",
          sentence: { key: "errors.session.gone" },
        });
      expect(await end(other.credential.sessionId)).toMatchObject({ outcome: "done" });
      expect(await end(other.credential.sessionId)).toMatchObject({ outcome: "not_found" });
      expect(await database.db.session.count({ where: { id: stranger.credential.sessionId } })).toBe(1);
    });

    it("stays open when all others end, with their number; without others, nothing happens", async () => {
      const { operations, database, signIn, signUp } = await program();
      const holder = await signUp();
      const person = { id: holder.principal.personId, accountId: holder.principal.accountId };
      const lines = () =>
        database.db.activity.count({
          where: { accountId: holder.principal.accountId, permission: "session.end-others" },
        });
      const end = () => operations["session.end-others"].perform(holder, {});
      expect([await end(), await lines()]).toMatchObject([{ outcome: "done", value: { ended: 0 } }, 0]);
      for (let at = 0; at < 3; at++) await signIn(person);
      expect([await end(), await lines()]).toMatchObject([{ outcome: "done", value: { ended: 3 } }, 1]);
      // A session that waits for its second step counts, even if it is the only one. An ended one does not.
      await owing(person);
      await owing(person, { lastSeenAt: new Date(Date.now() - 31 * minute) });
      expect([await end(), await lines()]).toMatchObject([{ outcome: "done", value: { ended: 1 } }, 2]);
      expect(
        await database.db.session.findMany({ where: { personId: holder.principal.personId }, select: { id: true } }),
      ).toEqual([{ id: holder.credential.sessionId }]);
    });
  });
});

onEachProgram("Logging in", (program) => {
  const email = "ada@example.com";
  let ada: Member;

  beforeAll(async () => {
    const { operations, actorOf } = await program();
    const made = await operations["account.create"].perform(stranger, {
      firstName: "Ada",
      lastName: "Holder",
      email,
      password: goodPassword,
    });
    if (made.outcome !== "done") throw new Error(JSON.stringify(made));
    ada = await actorOf(made.value.token);
    const user = { login: "Jane", email: "j@example.com", password: goodPassword, privilege: "user", mustChange: "on" };
    await operations["users.add"].perform(ada, user);
  });

  const logIn = async (id: string, password: string, browser: Partial<Stranger["browser"]> = {}) =>
    (await program()).operations["session.start"].perform(
      { ...stranger, browser: { ...stranger.browser, ...browser } },
      { id, password, next: "/account" },
    );

  it("accepts each ID of a person, and replaces the browser's previous session", async () => {
    const { actorOf } = await program();
    let token = "";
    for (const id of [ada.principal.digitalId.replaceAll("-", " "), ada.principal.handle.toUpperCase(), ` ${email} `]) {
      const entered = await logIn(id, goodPassword, { token });
      if (entered.outcome !== "done") throw new Error(JSON.stringify(entered));
      expect(entered.value).toMatchObject({ pendingStep: null, next: "/account" });
      if (token) await expect(actorOf(token)).rejects.toThrow("No person can log in");
      token = entered.value.token;
      expect(await actorOf(token)).toMatchObject({ principal: { personId: ada.principal.personId } });
    }
    const jane = await logIn(`${ada.principal.digitalId}/JANE`, goodPassword);
    expect(jane).toMatchObject({ outcome: "done", value: { pendingStep: "password" } });
  });

  it("gives the same answer for an unknown ID, a wrong password, a disabled and a removed user", async () => {
    const { operations, database } = await program();
    const jane = await database.db.person.findFirstOrThrow({ where: { loginKey: "jane" } });
    const id = `${ada.principal.digitalId}/jane`;
    const answers = [
      await logIn(id, "wrong wrong wrong"),
      await logIn("9999-999-99/jane", goodPassword),
      await logIn("nobody", goodPassword),
    ];
    // The hint about a space at either end is the same in all cases too.
    const remarks = [await logIn(id, `${goodPassword} `), await logIn("nobody", ` ${goodPassword}`)];
    await operations["users.disable"].perform(ada, { id: jane.id });
    await database.writer.limit.deleteMany();
    answers.push(await logIn(id, goodPassword));
    remarks.push(await logIn(id, `${goodPassword}\u00a0`));
    await operations["users.enable"].perform(ada, { id: jane.id });
    await operations["users.remove"].perform(ada, { id: jane.id });
    answers.push(await logIn(id, goodPassword));
    await operations["users.restore"].perform(ada, { id: jane.id });
    await database.writer.person.update({ where: { id: jane.id }, data: { passwordHash: null } });
    answers.push(await logIn(id, goodPassword));
    for (const answer of answers) expect(answer).toEqual({ outcome: "invalid", sentence: { key: "errors.sign_in" } });
    for (const remark of remarks)
      expect(remark).toEqual({ outcome: "invalid", sentence: { key: "errors.sign_in_blank" } });
    expect(await database.db.session.count({ where: { personId: jane.id } })).toBe(0);
  });

  it("makes a person wait after five wrong tries, over all their IDs, except in a known browser", async () => {
    const { database } = await program();
    await database.writer.limit.deleteMany();
    const known = await logIn(email, goodPassword);
    if (known.outcome !== "done") throw new Error(JSON.stringify(known));
    const names = [
      email,
      "ADA@example.com",
      ada.principal.digitalId,
      ada.principal.handle,
      ada.principal.digitalId.replaceAll("-", ""),
    ];
    for (const name of names)
      expect(await logIn(name, "wrong wrong wrong")).toMatchObject({ sentence: { key: "errors.sign_in" } });
    expect(await logIn(email, goodPassword)).toMatchObject({
      outcome: "too_many",
      sentence: { key: "errors.wait_seconds" },
    });
    expect(await logIn(email, goodPassword, { known: known.value.known })).toMatchObject({ outcome: "done" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    try {
      expect(await logIn(ada.principal.handle, goodPassword)).toMatchObject({ outcome: "done" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("forgets wrong tries after a correct password or code, but not tries from unknown browsers or of the network", async () => {
    const { operations, database, signIn, autocommitAuth, inAccount } = await program();
    const { env } = await import("@/lib/runtime/env.mjs");
    const { limitKey } = await import("@/lib/security/limit-key");
    const { countAttempt, consumeLimit } = await import("@/lib/access/limits");
    const { insertApp } = await import("@/lib/domain/two-factor/store");
    const { db, writer } = database;
    const counted = async (kind: string, of = ada.principal.personId) =>
      (await db.limit.findUnique({ where: { key: limitKey(env.secret, kind, of) } }))?.count ?? 0;
    const kinds = ["sign-in", "sign-in known", "own password", "factor", "factor known"] as const;
    const all = () => Promise.all(kinds.map((kind) => counted(kind)));
    const auth = autocommitAuth(stranger, "session.start");
    await writer.limit.deleteMany();
    const known = await logIn(email, goodPassword);
    if (known.outcome !== "done") throw new Error(JSON.stringify(known));
    const marks = { known: known.value.known };
    for (const kind of kinds)
      for (let slip = 0; slip < 4; slip++)
        await countAttempt(auth, { key: limitKey(env.secret, kind, ada.principal.personId) }, Date.now());
    const network = {
      key: limitKey(env.secret, "sign-in network", currentRequest().network),
      limit: 100,
      window: 900_000,
    };
    for (let turn = 0; turn < 7; turn++) await consumeLimit(auth, network, Date.now());

    await logIn(email, goodPassword, marks);
    expect(await all()).toEqual([4, 0, 4, 4, 4]);
    await logIn(email, goodPassword);
    expect([await all(), await counted("sign-in network", currentRequest().network)]).toEqual([[0, 0, 4, 4, 4], 7]);

    const session = await signIn({ id: ada.principal.personId, accountId: ada.principal.accountId });
    await operations["password.change"].perform(session, {
      current: goodPassword,
      password: goodPassword,
      repeat: goodPassword,
    });
    expect(await all()).toEqual([0, 0, 0, 4, 4]);
    for (let slip = 0; slip < 4; slip++)
      await countAttempt(auth, { key: limitKey(env.secret, "own password", ada.principal.personId) }, Date.now());
    const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    await inAccount(session, "factors.add-app", (inside) => insertApp(inside, { name: "Pixel 9", secret, step: 0 }));
    const confirmed = await operations["session.confirm"].perform(session, { code: codeOf(secret) });
    if (confirmed.outcome !== "done") throw new Error(JSON.stringify(confirmed));
    expect(await all()).toEqual([0, 0, 4, 0, 4]);
    const again = await (await program()).actorOf(confirmed.value.token);
    expect(await operations["session.confirm"].perform(again, { password: goodPassword })).toMatchObject({
      outcome: "done",
    });
    expect(await all()).toEqual([0, 0, 0, 0, 4]);
    await database.transaction((tx) => tx.factor.deleteMany({ where: { personId: ada.principal.personId } }));
  });

  /** Whether tries at this person's codes, from a browser with these marks, count separately from those of unknown browsers. */
  async function isKnown({ id }: { id: string }, known: string): Promise<boolean> {
    const { operations, database, signIn } = await program();
    const { env } = await import("@/lib/runtime/env.mjs");
    const { limitKey } = await import("@/lib/security/limit-key");
    await database.writer.limit.deleteMany();
    const member = await signIn(await database.db.person.findUniqueOrThrow({ where: { id } }));
    expect(
      await operations["session.confirm"].perform(
        { ...member, credential: { ...member.credential, pendingStep: null }, browser: { ...member.browser, known } },
        { code: "000000" },
      ),
    ).toMatchObject({ outcome: "invalid" });
    await database.writer.session.delete({ where: { id: member.credential.sessionId } });
    const counted = (kind: string) => database.db.limit.count({ where: { key: limitKey(env.secret, kind, id) } });
    const [apart, together] = [await counted("factor known"), await counted("factor")];
    expect(apart + together).toBe(1);
    return apart === 1;
  }

  it("makes a browser known until a password change, a reset, or the end of a session elsewhere", async () => {
    const { operations, database, signIn, signUp, actorOf } = await program();
    const { db, writer } = database;
    const { passwordHash } = await db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } });
    const holder = await signUp();
    await writer.person.update({ where: { id: holder.principal.personId }, data: { passwordHash } });
    await operations["users.add"].perform(holder, {
      login: "kim",
      email: "kim@example.com",
      privilege: "user",
      invite: "on",
    });
    const kim = await db.person.findFirstOrThrow({ where: { accountId: holder.principal.accountId, loginKey: "kim" } });
    const { id } = kim;

    // Both people use the same browser.
    const { remember } = await import("@/lib/security/known-browser");
    const herself = { id: holder.principal.personId };
    const kims = remember("", kim);
    let [own, known] = [holder, remember(kims, { ...herself, browserSalt: "" })];
    expect([await isKnown(herself, known), await isKnown(kim, known), await isKnown(herself, kims)]).toEqual([
      true,
      true,
      false,
    ]);

    type Handed = { outcome: string; value?: { known: string | null; token?: string } };
    const elsewhere = () => signIn({ id: holder.principal.personId, accountId: holder.principal.accountId });
    const ownActs: [what: string, act: () => Promise<Handed>][] = [
      [
        "one session",
        async () => operations["session.end-one"].perform(own, { id: (await elsewhere()).credential.sessionId }),
      ],
      ["all other sessions", async () => (await elsewhere(), operations["session.end-others"].perform(own, {}))],
      [
        "a first factor",
        async () => {
          const shown = await operations["factors.ask-new-app"].perform(own, { secret: "" });
          if (shown.outcome !== "done") throw new Error(JSON.stringify(shown));
          return operations["factors.add-app"].perform(own, {
            name: "Pixel 9",
            secret: shown.value.encrypted,
            code: codeOf(shown.value.secret),
          });
        },
      ],
      [
        "a new password",
        () => operations["password.change"].perform(own, { current: goodPassword, password: another, repeat: another }),
      ],
    ];
    for (const [what, act] of ownActs) {
      own = { ...own, browser: { ...own.browser, known } };
      const { outcome, value } = await act();
      expect([what, outcome, await isKnown(herself, known)]).toEqual([what, "done", false]);
      // The current browser stays known, also to the other person who uses it, and keeps no old marks.
      known = value!.known!;
      expect([await isKnown(herself, known), await isKnown(kim, known), known.split(".").length]).toEqual([
        true,
        true,
        2,
      ]);
      if (value!.token) own = await actorOf(value!.token);
    }
    // With no session to end, nothing changes.
    expect(await operations["session.end-others"].perform(own, {})).toEqual({
      outcome: "done",
      value: { ended: 0, known: null },
    });
    expect(await isKnown(herself, known)).toBe(true);

    const link = async (purpose: string) => {
      const token = newToken();
      const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + minute) };
      await writer.link.create({
        data: {
          ...times,
          id: newId(),
          tokenHash: hashOf(token),
          purpose,
          accountId: holder.principal.accountId,
          personId: id,
        },
      });
      return token;
    };
    const byOthers: [what: string, act: () => Promise<{ outcome: string }>][] = [
      [
        "one session",
        async () =>
          operations["users.end-sessions"].perform(own, { id, session: (await signIn(kim)).credential.sessionId }),
      ],
      ["all sessions", async () => (await signIn(kim), operations["users.end-sessions"].perform(own, { id }))],
      [
        "disabled",
        async () => (
          await operations["users.disable"].perform(own, { id }),
          operations["users.enable"].perform(own, { id })
        ),
      ],
      [
        "a reset",
        async () =>
          operations["password.reset"].perform(stranger, {
            token: await link("reset"),
            password: goodPassword,
            repeat: goodPassword,
          }),
      ],
    ];
    for (const [what, act] of byOthers) {
      known = remember(known, await db.person.findUniqueOrThrow({ where: { id } }));
      expect([what, await isKnown(kim, known)]).toEqual([what, true]);
      expect([what, (await act()).outcome]).toEqual([what, "done"]);
      expect([what, await isKnown(kim, known), await isKnown(herself, known)]).toEqual([what, false, true]);
    }

    // Outdated or invalid marks count as an unknown browser, so tries with them cannot block the owner's known browser.
    await writer.limit.deleteMany();
    expect(
      await logIn(`${holder.principal.digitalId}/kim`, "wrong wrong wrong", { known: `${"A".repeat(22)}.${known}.x` }),
    ).toMatchObject({ outcome: "invalid" });
    const { triesToLogIn } = await import("@/lib/domain/sessions/rules");
    const counted = (apart: boolean) => db.limit.count({ where: { key: triesToLogIn(id, apart) } });
    expect([await counted(true), await counted(false)]).toEqual([0, 1]);
  });
});
