import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { Steps } from "@/lib/access/job";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { startMailServer, type MailServer } from "@/lib/testing/mail-server";
import { onEachProgram, program as steward } from "@/lib/testing/program";

onEachProgram("A failed email", (program) => {
  let server: MailServer;
  let holder: Member;
  let sendDue: () => Promise<void>;

  beforeAll(async () => {
    await loadLanguages();
    server = await startMailServer();
    const running = await program();
    holder = await running.signUp("ada@example.com");
    vi.stubEnv("STEWARD_MAIL", server.url);
    ({ sendDue } = await import("@/lib/background/send-mail"));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    server.behave("accept");
    return () => void vi.restoreAllMocks();
  });

  async function done<T>(answer: Promise<unknown>): Promise<T> {
    const result = (await answer) as { outcome: string; value: T };
    if (result.outcome !== "done") throw new Error(JSON.stringify(result));
    return result.value;
  }
  /** Sends all waiting emails at once. The mail server accepts them, or permanently refuses the recipients. */
  async function send(manners: "accept" | "permanent") {
    server.behave(manners);
    const { db, writer } = (await program()).database;
    await writer.mail.updateMany({ where: { state: "waiting" }, data: { dueAt: new Date(), leavesAt: null } });
    await sendDue();
    expect(await db.mail.count({ where: { state: "waiting" } })).toBe(0);
  }
  async function invite(login: string): Promise<{ id: string }> {
    const { operations } = await program();
    return done(
      operations["users.add"].perform(holder, {
        login,
        email: `${login}@example.com`,
        privilege: "user",
        invite: "on",
      }),
    );
  }
  type Listed = {
    users: { login: string; undelivered: boolean }[];
    total: number | null;
    seesDelivery: boolean;
    misread: boolean;
  };
  const list = async (reader: Member, query: object = {}): Promise<Listed> =>
    done((await program()).operations["users.list"].perform(reader, query));
  const failedFor = async (reader: Member, query: object = {}) =>
    (await list(reader, { status: "invitation-failed", ...query })).users.map(({ login }) => login);
  type Home = {
    users: { invitationFailed: object };
    undelivered: { id: string; subject: string; problem: string } | null;
  };
  const home = async (reader: Member): Promise<Home> =>
    done((await program()).operations["home.view"].perform(reader, {}));
  /** Queues a notice to a person. */
  async function queue(person: { id: string }, kind: "new-device" | "disabled") {
    const { notify } = await import("@/lib/domain/mail/notices");
    const { inAccount } = await program();
    await inAccount(holder, "users.edit", (auth) => notify(auth, person.id, { kind }));
  }
  const edit = async (person: { id: string }, email: string) => {
    const { operations, database } = await program();
    const { version } = await database.db.person.findUniqueOrThrow({ where: { id: person.id } });
    return done(
      operations["users.edit"].perform(holder, {
        id: person.id,
        version: String(version),
        email,
        privilege: "user",
        description: "",
      }),
    );
  };

  it("is shown as a failed invitation in the user's row and on Home, until a later invitation is delivered", async () => {
    const { operations } = await program();
    const nora = await invite("nora");
    await send("permanent");
    await invite("otto");
    await send("accept");
    expect(await failedFor(holder)).toEqual(["nora"]);
    expect(await failedFor(holder, { privilege: "user", sort: "username", q: "nora" })).toEqual(["nora"]);
    expect(await failedFor(holder, { q: "otto" })).toEqual([]);
    expect(await list(holder, { status: "invitation-failed" })).toMatchObject({
      total: null,
      seesDelivery: true,
      misread: false,
    });
    expect(
      (await list(holder, { status: "invited" })).users.map(({ login, undelivered }) => [login, undelivered]),
    ).toEqual([
      ["otto", false],
      ["nora", true],
    ]);
    expect((await home(holder)).users.invitationFailed).toEqual({ count: 1, more: false, logins: ["nora"] });

    // Another delivered email is not the invitation, and a new invitation is not delivered yet.
    await queue(nora, "disabled");
    await send("accept");
    await done(operations["users.send-link"].perform(holder, { id: nora.id }));
    expect(await failedFor(holder)).toEqual(["nora"]);
    await send("accept");
    expect(await failedFor(holder)).toEqual([]);
    expect((await home(holder)).users.invitationFailed).toEqual({ count: 0, more: false, logins: [] });
  });

  it("is forgotten with a new address; for a disabled user, the list shows that status instead", async () => {
    const { operations } = await program();
    const pia = await invite("pia");
    await send("permanent");
    expect(await failedFor(holder)).toEqual(["pia"]);
    await done(operations["users.disable"].perform(holder, { id: pia.id }));
    expect(await failedFor(holder)).toEqual([]);
    await send("accept");
    await done(operations["users.enable"].perform(holder, { id: pia.id }));
    expect(await failedFor(holder)).toEqual(["pia"]);
    await edit(pia, "pia.new@example.com");
    expect(await failedFor(holder)).toEqual([]);
    await send("accept");
    expect(await failedFor(holder)).toEqual([]);
  });

  it("to an old address does not affect the new one", async () => {
    const ruth = await invite("ruth");
    await send("accept");
    await edit(ruth, "ruth.new@example.com");
    const { db, writer } = (await program()).database;
    await writer.mail.updateMany({
      where: { recipient: "ruth.new@example.com" },
      data: { dueAt: new Date(Date.now() + 3_600_000) },
    });
    await queue(ruth, "disabled");
    await writer.mail.updateMany({
      where: { personId: ruth.id, kind: "disabled" },
      data: { recipient: "ruth@example.com" },
    });
    server.behave("permanent");
    await sendDue();
    expect(await db.mail.count({ where: { recipient: "ruth@example.com", state: "failed" } })).toBe(2);
    expect(await db.person.findUniqueOrThrow({ where: { id: ruth.id } })).toMatchObject({
      undelivered: null,
      invitationFailed: null,
    });
    await writer.mail.deleteMany({ where: { state: "waiting" } });
  });

  it("is shown only to those who can see the email", async () => {
    const { addUser, signIn } = await program();
    const [reader, writer] = [await addUser(holder, "none.b"), await addUser(holder, "user.b", { privilege: "user" })];
    const root = await signIn(await addUser(holder, "root.b", { privilege: "administrator" }));
    await invite("sam");
    await send("permanent");
    expect(await failedFor(root)).toEqual(["sam"]);
    expect((await home(root)).users.invitationFailed).toMatchObject({ count: 1 });
    for (const member of [await signIn(reader), await signIn(writer)]) {
      const page = await list(member, { status: "invitation-failed" });
      expect(page).toMatchObject({ seesDelivery: false, misread: true });
      expect(page.users.length).toBeGreaterThan(4);
      expect(page.users.filter(({ undelivered }) => undelivered)).toEqual([]);
      expect((await home(member)).users.invitationFailed).toEqual({ count: 0, more: false, logins: [] });
    }
    const stranger = await (await program()).signUp();
    expect(await failedFor(stranger)).toEqual([]);
    expect((await home(stranger)).users.invitationFailed).toMatchObject({ count: 0 });
  });

  it("is shown on the recipient's own pages, also the account holder's, until another email is delivered", async () => {
    const { addUser, signIn, operations, database } = await program();
    const tess = await addUser(holder, "tess", { proved: true });
    for (const [person, member] of [
      [tess, await signIn(tess)],
      [{ id: holder.principal.personId }, holder],
    ] as const) {
      await queue(person, "new-device");
      await send("accept");
      expect((await home(member)).undelivered).toBeNull();
      await queue(person, "new-device");
      await send("permanent");
      const { id } = await database.db.mail.findFirstOrThrow({ where: { personId: person.id, state: "failed" } });
      const failure = { id, subject: "A new device logged in as you", problem: "refused" };
      expect((await home(member)).undelivered).toEqual(failure);
      expect(await done(operations["profile.view"].perform(member, {}))).toMatchObject({ undelivered: failure });
      await done(operations["emails.view"].perform(member, { id }));
      await queue(person, "disabled");
      await send("accept");
      expect((await home(member)).undelivered).toBeNull();
    }
    // The account holder sees it in the user's row, not on their own pages.
    await queue(tess, "new-device");
    await send("permanent");
    expect((await list(holder, { q: "tess" })).users).toMatchObject([{ login: "tess", undelivered: true }]);
    expect((await home(holder)).undelivered).toBeNull();
    expect(await failedFor(holder, { q: "tess" })).toEqual([]);
  });

  it("is forgotten when the email is deleted, and when the address is confirmed", async () => {
    const { database, inAccount, signIn } = await program();
    const { markEmailConfirmed } = await import("@/lib/domain/people/store");
    const tess = await database.db.person.findFirstOrThrow({ where: { loginKey: "tess" } });
    expect(tess.undelivered).not.toBeNull();
    await database.writer.mail.deleteMany({ where: { id: tess.undelivered! } });
    expect((await home(await signIn(tess))).undelivered).toBeNull();
    await inAccount(holder, "users.edit", (auth) => markEmailConfirmed(auth, tess));
    expect(await database.db.person.findUniqueOrThrow({ where: { id: tess.id } })).toMatchObject({ undelivered: null });
  });

  it("is shown also if it stayed unsure or late for too long", async () => {
    const { writer, db } = (await program()).database;
    const uma = await invite("uma");
    await writer.mail.updateMany({ where: { personId: uma.id }, data: { unsure: 2 } });
    await send("accept");
    const vic = await invite("vic");
    await writer.mail.updateMany({ where: { personId: vic.id }, data: { attempts: 17 } });
    server.behave("temporary");
    await sendDue();
    const rows = await db.mail.findMany({
      where: { personId: { in: [uma.id, vic.id] } },
      orderBy: { createdAt: "asc" },
    });
    expect(rows.map(({ state, problem }) => [state, problem])).toEqual([
      ["failed", "unsure"],
      ["failed", "busy 451 4.7.1"],
    ]);
    expect((await failedFor(holder)).slice(0, 2)).toEqual(["vic", "uma"]);
  });

  it("cannot be marked by a process that has lost the ticket", async () => {
    const { claimMail, markFailed } = await import("@/lib/domain/mail/outbox");
    const { database, inAccount, inNone, autocommitAuth } = await program();
    const { writer, db } = database;
    const will = await invite("will");
    const mail = (await claimMail(autocommitAuth(steward, "emails.send"), new Date()))!;
    await writer.mail.update({ where: { id: mail.id }, data: { ticket: "another" } });
    const steps: Steps<"emails.send"> = {
      inAccount: (accountId, step) =>
        inAccount(steward, "emails.send", async (auth) => (await step(auth)).value, { accountId }),
      inNone: (step) => inNone(steward, "emails.send", step),
    };
    await markFailed(steps, mail, "refused");
    expect(await db.mail.findUniqueOrThrow({ where: { id: mail.id } })).toMatchObject({
      state: "waiting",
      ticket: "another",
    });
    expect(await db.person.findUniqueOrThrow({ where: { id: will.id } })).toMatchObject({ undelivered: null });
    await writer.mail.deleteMany({ where: { id: mail.id } });
  });
});
