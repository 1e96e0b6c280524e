import SMTPConnection from "nodemailer/lib/smtp-connection";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { Locked } from "@/lib/access/authorize";
import type { NewMail } from "@/lib/domain/mail/store";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { hashOf, newId, newToken } from "@/lib/security/tokens";
import { startMailServer, type MailServer } from "@/lib/testing/mail-server";
import { onEachProgram, program as steward } from "@/lib/testing/program";

const minute = 60_000;

onEachProgram("The outbox", (program) => {
  let server: MailServer;
  let holder: Member;
  let sendDue: () => Promise<void>;

  beforeAll(async () => {
    await loadLanguages();
    server = await startMailServer();
    holder = await (await program()).signUp("ada@example.com");
    vi.stubEnv("STEWARD_MAIL", server.url);
    vi.stubEnv("STEWARD_BRAND", "Acme: Panel & Co");
    ({ sendDue } = await import("@/lib/background/send-mail"));
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.useFakeTimers({ toFake: ["Date"] });
    // Long after the previous test, so that its pause is over.
    vi.setSystemTime((last += 24 * 60 * minute));
    server.behave("accept");
    server.mails.length = 0;
    await (await program()).database.writer.mail.deleteMany();
  });
  afterEach(() => {
    last = Date.now();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  let last = Date.now();
  const pass = (minutes: number) => vi.setSystemTime(Date.now() + minutes * minute);

  const toHolder = () => ({
    personId: holder.principal.personId,
    accountId: holder.principal.accountId,
    email: "ada@example.com",
    language: "",
  });

  /** Runs in a transaction of the account holder's account. */
  const writing = async <T>(run: (auth: Locked) => Promise<T>): Promise<T> =>
    (await program()).inAccount(holder, "profile.edit", run);
  const sending = async () => (await program()).autocommitAuth(steward, "emails.send");

  async function queue(mail: Partial<Omit<NewMail, "link">> = {}): Promise<string> {
    const { queueMail } = await import("@/lib/domain/mail/store");
    const whole = { to: toHolder(), kind: "new-device", ...mail } as NewMail;
    return (await writing((auth) => queueMail(auth, whole)))!.id;
  }

  /** Queues an email with a link that is valid for so many minutes. */
  async function queueLink(minutes = 60) {
    const { queueMail } = await import("@/lib/domain/mail/store");
    const [linkId, token] = [newId(), newToken()];
    const mail = await writing(async (auth) => {
      const { db, now } = auth;
      const expiresAt = new Date(now.getTime() + minutes * minute);
      await db.link.create({
        data: { id: linkId, tokenHash: hashOf(token), purpose: "reset", createdAt: now, expiresAt },
      });
      return queueMail(auth, { to: toHolder(), kind: "reset", link: { id: linkId, token } });
    });
    return { id: mail!.id, linkId, token };
  }

  const row = async (id: string) => (await program()).database.db.mail.findUniqueOrThrow({ where: { id } });

  it("sends the others in the same run if one cannot be composed, and gives that one up in the end", async () => {
    const { writer } = (await program()).database;
    const broken = await queue();
    await writer.mail.update({ where: { id: broken }, data: { params: "broken" } });
    pass(1);
    const others = [await queue(), await queue(), await queue()];
    await sendDue();
    expect(await Promise.all([broken, ...others].map(async (id) => (await row(id)).state))).toEqual([
      "waiting",
      "sent",
      "sent",
      "sent",
    ]);
    expect(await row(broken)).toMatchObject({ problem: "unmade", attempts: 1, unsure: 0, ticket: "" });
    await writer.mail.update({ where: { id: broken }, data: { attempts: 16 } });
    pass(1);
    await sendDue();
    expect(await row(broken)).toMatchObject({ state: "failed", problem: "unmade", unsure: 0 });
  });

  it("lets other work run between two emails, even if none is sent", async () => {
    const { writer } = (await program()).database;
    const { id, linkId } = await queueLink();
    const mail = await row(id);
    await writer.mail.createMany({ data: Array.from({ length: 19 }, () => ({ ...mail, id: newId() })) });
    await writer.link.deleteMany({ where: { id: linkId } });
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await sendDue();
    clearInterval(ticking);
    expect(await writer.mail.count({ where: { state: "void" } })).toBe(20);
    expect(turns).toBeGreaterThan(5);
  });

  it("sends an email once, with its link, and then deletes the token", async () => {
    const { id, token } = await queueLink();
    const waiting = await row(id);
    expect(waiting).toMatchObject({
      state: "waiting",
      attempts: 0,
      secret: expect.stringMatching(/^1\./),
      toHolder: true,
    });
    expect(JSON.stringify(waiting)).not.toContain(token);
    await sendDue();
    await sendDue();
    expect(await row(id)).toMatchObject({
      state: "sent",
      attempts: 1,
      unsure: 0,
      secret: null,
      ticket: "",
      problem: "",
      sentAt: new Date(),
    });
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      to: ["ada@example.com"],
      messageId: `<${id}@localhost>`,
      from: '"Acme: Panel & Co" <support@steward.example>',
      subject: "Set a new password",
    });
    expect(mail!.text).toContain(`\nhttp://localhost:3000/login/reset?token=${token}\n`);
    expect(mail!.html).toContain(`href="http://localhost:3000/login/reset?token=${token}"`);
    expect(mail!.headers.get("auto-submitted")).toBe("auto-generated");
    expect(String(vi.mocked(process.stderr.write).mock.calls)).not.toContain(token);
  });

  it("contains no email of a transaction that was rolled back", async () => {
    const { database } = await program();
    const { queueMail } = await import("@/lib/domain/mail/store");
    const undone = writing(async (auth) => {
      await queueMail(auth, { to: toHolder(), kind: "disabled" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await sendDue();
    expect(server.mails).toEqual([]);
    expect(await database.db.mail.count()).toBe(0);
  });

  it("sends no email whose link is deleted, replaced or expired", async () => {
    const { database } = await program();
    const { voidMailOf } = await import("@/lib/domain/mail/store");
    const [gone, replaced] = [await queueLink(), await queueLink()];
    await database.writer.link.delete({ where: { id: gone.linkId } });
    await writing((auth) => voidMailOf(auth, [replaced.linkId]));
    expect(await row(replaced.id)).toMatchObject({ state: "void", secret: null });
    pass(120);
    const [over, good] = [await queueLink(5), await queueLink(20)];
    pass(6);
    await sendDue();
    for (const { id } of [gone, replaced, over])
      expect(await row(id)).toMatchObject({ state: "void", secret: null, ticket: "", sentAt: null });
    expect(await row(good.id)).toMatchObject({ state: "sent" });
    expect(server.mails).toHaveLength(1);
    // A sent email stays sent.
    await writing((auth) => voidMailOf(auth, [good.linkId]));
    expect(await row(good.id)).toMatchObject({ state: "sent" });
  });

  it("does not announce a requirement that ended before the email was sent", async () => {
    const { writer } = (await program()).database;
    const requireOf = (twoFactorFor: string) =>
      writer.account.update({ where: { id: holder.principal.accountId }, data: { twoFactorFor } });
    await requireOf("everyone");
    const queued = await queue({ kind: "two-factor-required" });
    await sendDue();
    await requireOf("");
    const late = await queue({ kind: "two-factor-required" });
    await sendDue();
    expect([(await row(queued)).state, (await row(late)).state, server.mails.length]).toEqual(["sent", "void", 1]);
  });

  it("retries after a temporary refusal, with growing waits", async () => {
    server.behave("temporary");
    const id = await queue();
    for (const [attempts, wait] of [
      [1, 1],
      [2, 5],
      [3, 15],
      [4, 60],
    ] as const) {
      await sendDue();
      expect(await row(id)).toMatchObject({
        state: "waiting",
        attempts,
        ticket: "",
        problem: "busy 451 4.7.1",
        dueAt: new Date(Date.now() + wait * minute),
      });
      pass(wait - 0.5);
      await sendDue();
      expect((await row(id)).attempts).toBe(attempts);
      pass(0.5);
    }
    server.behave("accept");
    await sendDue();
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 5, problem: "" });
    expect(server.mails).toHaveLength(1);
  });

  it("gives up after three days", async () => {
    server.behave("temporary");
    const { id } = await queueLink(7 * 24 * 60);
    const began = Date.now();
    for (let turns = 0; (await row(id)).state === "waiting"; turns++) {
      expect(turns).toBeLessThan(20);
      await sendDue();
      vi.setSystemTime((await row(id)).dueAt);
    }
    expect(await row(id)).toMatchObject({ state: "failed", secret: null, problem: "busy 451 4.7.1", attempts: 17 });
    expect(Date.now() - began).toBeLessThanOrEqual(3 * 24 * 60 * minute);
  });

  it("gives up at once after a permanent refusal", async () => {
    server.behave("permanent");
    const { id } = await queueLink();
    await sendDue();
    expect(await row(id)).toMatchObject({
      state: "failed",
      secret: null,
      problem: "refused 550 5.1.1",
      attempts: 1,
      unsure: 0,
    });
  });

  it("gives up an email without a valid address", async () => {
    const { database } = await program();
    const bad = [
      "a@example.com\r\nRCPT TO:<b@example.com>",
      "a@example.com, b@example.com",
      "<a@example.com>",
      "nobody",
      "",
    ];
    const ids = await Promise.all(
      bad.map(async (recipient) => {
        const id = await queue();
        await database.writer.mail.update({ where: { id }, data: { recipient } });
        return id;
      }),
    );
    await sendDue();
    for (const id of ids) expect(await row(id)).toMatchObject({ state: "failed", problem: "address" });
    expect(server.mails).toEqual([]);
  });

  it("sends to the domain in ASCII, and reads stored addresses by today's rules", async () => {
    const { writer } = (await program()).database;
    // The test server turns an ASCII domain into Unicode, so the test looks at what it is given.
    const handed = vi.spyOn(SMTPConnection.prototype, "send");
    const ids = [];
    for (const email of [
      "karin@müller-büro.example",
      "\u200bada@example.com",
      "x@ｖictim.test",
      "evil＠attacker.test@victim.test",
    ]) {
      const id = await queue();
      await writer.mail.update({ where: { id }, data: { recipient: email } });
      ids.push(id);
    }
    await sendDue();
    expect(server.mails).toHaveLength(3);
    expect(handed.mock.calls.flatMap(([{ to }]) => to).toSorted()).toEqual([
      "ada@example.com",
      "karin@xn--mller-bro-q9ag.example",
      "x@victim.test",
    ]);
    expect(await row(ids[3]!)).toMatchObject({ state: "failed", problem: "address" });
  });

  it("pauses after a server error, so that no other email becomes late", async () => {
    server.behave("away");
    const ids = [await queue(), await queue(), await queue(), await queue()];
    await sendDue();
    await sendDue();
    const rows = await Promise.all(ids.map(row));
    expect(rows.map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
    expect(rows.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(2);
    expect(rows.find(({ attempts }) => attempts > 0)).toMatchObject({
      problem: "busy 421 4.3.2",
      attempts: 1,
      unsure: 0,
    });
    server.behave("accept");
    pass(1);
    await sendDue();
    expect(server.mails).toHaveLength(4);
  });

  it("tries exactly once more if the connection breaks after the message, because it may have arrived", async () => {
    server.behave("drop");
    const id = await queue();
    await sendDue();
    expect(await row(id)).toMatchObject({ state: "waiting", attempts: 1, unsure: 1, problem: "unsure" });
    pass(1);
    await sendDue();
    expect(await row(id)).toMatchObject({ state: "failed", attempts: 2, unsure: 2, problem: "unsure", sentAt: null });
    pass(600);
    await sendDue();
    // Both copies have the same Message-ID.
    expect(server.mails.map(({ messageId }) => messageId)).toEqual([`<${id}@localhost>`, `<${id}@localhost>`]);
  });

  it("sends again after the lease of a dead process ends, and gives up after a second one", async () => {
    const { database } = await program();
    const { claimMail, markHandedOver, markSent } = await import("@/lib/domain/mail/outbox");
    const [one, two, auth] = [await queue(), await queue(), await sending()];
    const first = (await claimMail(auth, new Date()))!;
    const second = (await claimMail(auth, new Date()))!;
    expect([first.id, second.id].toSorted()).toEqual([one, two].toSorted());
    // Only the second email is handed over.
    expect(await markHandedOver(auth, second)).toBe(true);
    expect(await claimMail(auth, new Date())).toBeNull();
    pass(4.9);
    await sendDue();
    expect(server.mails).toEqual([]);
    pass(0.2);
    // Another process takes the second email, and dies too.
    await database.writer.mail.update({ where: { id: first.id }, data: { dueAt: new Date(Date.now() + minute) } });
    const third = (await claimMail(auth, new Date()))!;
    expect(third).toMatchObject({ id: second.id, unsure: 1 });
    expect([await markHandedOver(auth, second), await markHandedOver(auth, third)]).toEqual([false, true]);
    pass(6);
    await sendDue();
    expect(await row(first.id)).toMatchObject({ state: "sent", unsure: 0, attempts: 2 });
    expect(await row(second.id)).toMatchObject({ state: "failed", unsure: 2, problem: "unsure" });
    expect(server.mails.map(({ messageId }) => messageId)).toEqual([`<${first.id}@localhost>`]);
    // The process that held it first can no longer change it.
    await markSent(auth, second, new Date());
    expect(await row(second.id)).toMatchObject({ state: "failed" });
  });

  it("puts an email back that fails before the handover, without counting it as unsure; other senders continue", async () => {
    const { writer } = (await program()).database;
    const away = Object.assign(new Error("down"), { code: "ECONNREFUSED" });
    const failures = () =>
      vi.mocked(process.stderr.write).mock.calls.filter(([line]) => String(line).includes("sending failed")).length;
    const { id } = await queueLink();
    const untouched = { state: "waiting", attempts: 0, unsure: 0, ticket: "", handedOver: false, problem: "" };
    // The database fails each time the link is checked.
    const looked = vi.spyOn(writer.link, "findFirst").mockRejectedValue(away);
    await sendDue();
    looked.mockRestore();
    const failed = failures();
    expect([await row(id), failed > 0, server.mails]).toMatchObject([untouched, true, []]);
    // The database fails once, right before the handover: the other sender continues.
    const others = [await queue(), await queue()];
    const updateMany = vi.spyOn(writer.mail, "updateMany").mockRejectedValueOnce(away);
    await sendDue();
    updateMany.mockRestore();
    for (const each of [id, ...others])
      expect(await row(each)).toMatchObject({ state: "sent", attempts: 1, unsure: 0, handedOver: false });
    expect([failures(), server.mails.length]).toEqual([failed + 1, 3]);
    // Putting it back fails too: the lease expires.
    const last = (await queueLink()).id;
    const written = vi.spyOn(writer.mail, "updateMany").mockRejectedValue(away);
    await sendDue();
    written.mockRestore();
    expect(await row(last)).toMatchObject({ state: "waiting", handedOver: false });
    pass(6);
    await sendDue();
    expect(await row(last)).toMatchObject({ state: "sent", attempts: 2, unsure: 0 });
    expect(server.mails).toHaveLength(4);
  });

  it("does not hand over an email that becomes void right before", async () => {
    const { writer } = (await program()).database;
    const { id } = await queueLink();
    const looked = vi.spyOn(writer.link, "findFirst").mockImplementationOnce((async () => {
      await writer.mail.update({ where: { id }, data: { state: "void", secret: null, ticket: "" } });
      return { id: "good" };
    }) as never);
    await sendDue();
    looked.mockRestore();
    expect([await row(id), server.mails]).toMatchObject([{ state: "void", sentAt: null }, []]);
  });

  it("sends links before notices, and notices to many people last, regardless of age", async () => {
    const everybody = [await queue({ kind: "two-factor-required" })];
    pass(1);
    everybody.push(await queue({ kind: "two-factor-required" }));
    pass(1);
    const notice = await queue();
    pass(1);
    const { id } = await queueLink();
    const { claimMail } = await import("@/lib/domain/mail/outbox");
    const auth = await sending();
    const claimed = [];
    for (let mail; (mail = await claimMail(auth, new Date()));) claimed.push(mail.id);
    expect(claimed).toEqual([id, notice, ...everybody]);
  });

  it("gives each email to only one of many concurrent claims", async () => {
    const { claimMail } = await import("@/lib/domain/mail/outbox");
    const auth = await sending();
    const ids = [await queue(), await queue(), (await queueLink()).id, await queue({ kind: "two-factor-required" })];
    const claimed = await Promise.all(Array.from({ length: 12 }, () => claimMail(auth, new Date())));
    expect(claimed.flatMap((mail) => mail?.id ?? []).toSorted()).toEqual(ids.toSorted());
  });

  it("sends each of a hundred emails once with several senders", { timeout: 60_000 }, async () => {
    const ids = [];
    for (let n = 0; n < 100; n++) ids.push(await queue());
    await Promise.all([sendDue(), sendDue(), sendDue()]);
    expect(server.mails.map(({ messageId }) => messageId).toSorted()).toEqual(
      ids.map((id) => `<${id}@localhost>`).toSorted(),
    );
    const { database } = await program();
    expect(await database.db.mail.count({ where: { state: "sent", attempts: 1, unsure: 0 } })).toBe(100);
  });

  it("gives up an email whose link was encrypted for another email", async () => {
    const { database } = await program();
    const [one, two] = [await queueLink(), await queueLink()];
    const { secret } = await row(one.id);
    await database.writer.mail.update({ where: { id: two.id }, data: { secret } });
    await sendDue();
    expect(await row(one.id)).toMatchObject({ state: "sent" });
    expect(await row(two.id)).toMatchObject({ state: "failed", problem: "sealed", secret: null });
  });

  it("puts back emails that are not handed over when the process ends, and finishes the others", async () => {
    // The process-wide signal: the test aborts it, then replaces it.
    const all = (globalThis as unknown as { [key: symbol]: { ending: AbortController } })[
      Symbol.for("steward.endings")
    ]!;
    const end = () => {
      all.ending.abort();
      onTestFinished(() => void (all.ending = new AbortController()));
    };
    server.behave("slow");
    const id = await queue();
    const finished = sendDue();
    await vi.waitUntil(() => server.mails.length === 1);
    end();
    await finished;
    expect(await row(id)).toMatchObject({ state: "sent" });

    server.behave("silent");
    const later = await queue();
    all.ending = new AbortController();
    const stopped = sendDue();
    await vi.waitUntil(async () => (await row(later)).attempts === 1);
    end();
    await stopped;
    expect(await row(later)).toMatchObject({ state: "waiting", attempts: 0, unsure: 0, ticket: "" });
    server.behave("accept");
    // A process that is ending starts no email.
    await sendDue();
    expect(await row(later)).toMatchObject({ state: "waiting" });
    all.ending = new AbortController();
    await sendDue();
    expect(await row(later)).toMatchObject({ state: "sent" });
  });
});

onEachProgram("The outbox without a mail server", (program) => {
  beforeAll(() => loadLanguages());

  it("keeps waiting emails, and logs each once, with only its kind and id", async () => {
    const { database, inAccount, signUp } = await program();
    const jane = await signUp("jane.secret@example.com");
    const { personId, accountId } = jane.principal;
    const { queueMail } = await import("@/lib/domain/mail/store");
    const { sendDue } = await import("@/lib/background/send-mail");
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const began = Date.now();
    const ids: string[] = [];
    const queue = (at: number) =>
      inAccount(
        jane,
        "profile.edit",
        async (auth) => {
          const to = { personId, accountId, email: "jane.secret@example.com", language: "" };
          ids.push((await queueMail(auth, { to, kind: "disabled", params: { who: "root" } }))!.id);
        },
        { now: new Date(began + at) },
      );
    for (let n = 0; n < 250; n++) await queue(-60_000 + (n % 3));
    await sendDue();
    await sendDue();
    const loggedEvents = () =>
      written.mock.calls.map(([line]) => JSON.parse(String(line)) as { event: string; message: string });
    expect(loggedEvents().map(({ event }) => event)).toEqual(ids.map(() => "not sent: no mail server"));
    expect(
      loggedEvents()
        .map(({ message }) => message)
        .toSorted(),
    ).toEqual(ids.map((id) => `disabled ${id}`).toSorted());
    await queue(-20_000);
    await sendDue();
    expect(loggedEvents()).toHaveLength(251);
    expect(String(written.mock.calls)).not.toMatch(/secret|root/);
    expect(await database.db.mail.count({ where: { state: "waiting", attempts: 0 } })).toBe(251);
    written.mockRestore();
  });
});

describe("The connection to the mail server", () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  const mail = {
    id: "abc",
    recipient: "jane@example.com",
    language: "en",
    subject: "Hello",
    text: "Text",
    html: "<p>Text</p>",
  };

  async function wireTo(url: string, tls = "") {
    vi.stubEnv("STEWARD_MAIL", url);
    vi.stubEnv("STEWARD_MAIL_TLS", tls);
    const { MailWire } = await import("@/lib/domain/mail/smtp");
    return new MailWire();
  }

  /** Advances the fake time in small steps until the condition is true. */
  async function until(isSo: () => boolean) {
    while (!isSo()) {
      await vi.advanceTimersByTimeAsync(5);
      await new Promise((turn) => setImmediate(turn));
    }
  }

  it("reports a closed port", async () => {
    const server = await startMailServer();
    await server.close();
    expect(await (await wireTo(server.url)).send(mail)).toMatchObject({
      reason: "unreachable",
      final: false,
      server: true,
      mayHaveLeft: false,
    });
  });

  it("gives up on a server that never greets", async () => {
    let came = 0;
    const server = await startMailServer({ onConnect: () => void came++ });
    const wire = await wireTo(server.url);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const sent = wire.send(mail);
    await until(() => came > 0);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await sent).toMatchObject({ reason: "unreachable", final: false, server: true, mayHaveLeft: false });
    vi.useRealTimers();
    await server.close();
  });

  it("gives up after four minutes on a server that took the message and never answers", async () => {
    const server = await startMailServer();
    server.behave("hang");
    const wire = await wireTo(server.url);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const sent = wire.send(mail);
    await until(() => server.mails.length > 0);
    await vi.advanceTimersByTimeAsync(240_000);
    expect(await sent).toMatchObject({ reason: "unsure", final: false, mayHaveLeft: true });
    vi.useRealTimers();
    await server.close();
  });

  it("logs in; a refused login is a temporary problem of the server, so the email is not lost", async () => {
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, answer) =>
        username === "panel@example.com" && password === "p:w/d"
          ? answer(null, { user: "panel" })
          : answer(new Error("no")),
    });
    const urlFor = (user: string) => server.url.replace("://", `://${user}@`);
    expect(await (await wireTo(urlFor("panel%40example.com:wrong"))).send(mail)).toMatchObject({
      reason: "login",
      code: "535",
      final: false,
      server: true,
    });
    vi.resetModules();
    expect(await (await wireTo(server.url)).send(mail)).toMatchObject({
      reason: "login",
      code: "530",
      final: false,
      server: true,
    });
    vi.resetModules();
    const wire = await wireTo(urlFor("panel%40example.com:p%3Aw%2Fd"));
    expect(await wire.send(mail)).toBeNull();
    wire.end();
    expect(server.mails).toHaveLength(1);
    await server.close();
  });

  it("hands nothing over if required TLS is missing or not trusted", async () => {
    const plain = await startMailServer();
    expect(await (await wireTo(plain.url, "required")).send(mail)).toMatchObject({
      reason: "tls",
      final: false,
      server: true,
    });
    vi.resetModules();
    const selfSigned = await startMailServer({ hideSTARTTLS: false });
    expect(await (await wireTo(selfSigned.url, "required")).send(mail)).toMatchObject({ reason: "tls", final: false });
    vi.resetModules();
    const wire = await wireTo(selfSigned.url, "off");
    expect(await wire.send(mail)).toBeNull();
    wire.end();
    expect([plain.mails.length, selfSigned.mails.length]).toEqual([0, 1]);
    await Promise.all([plain.close(), selfSigned.close()]);
  });

  it("sends several emails over one connection, and opens a new one after an error", async () => {
    let connections = 0;
    const server = await startMailServer({ onConnect: (_, greet) => (connections++, greet()) });
    const wire = await wireTo(server.url);
    expect([await wire.send(mail), await wire.send(mail)]).toEqual([null, null]);
    expect(connections).toBe(1);
    server.behave("permanent");
    expect(await wire.send(mail)).toMatchObject({ reason: "refused", final: true, code: "550 5.1.1" });
    server.behave("accept");
    expect(await wire.send(mail)).toBeNull();
    wire.end();
    expect([connections, server.mails.length]).toEqual([2, 3]);
    await server.close();
  });

  it("sends to a non-ASCII mailbox only if the server supports it, and continues with other emails", async () => {
    const [knows, knowsNot] = [await startMailServer(), await startMailServer({ hideSMTPUTF8: true })];
    const other = { ...mail, recipient: "δοκιμή@παράδειγμα.gr" };
    const wire = await wireTo(knows.url);
    expect(await wire.send(other)).toBeNull();
    wire.end();
    expect(knows.mails).toMatchObject([{ to: ["δοκιμή@παράδειγμα.gr"] }]);
    vi.resetModules();
    const second = await wireTo(knowsNot.url);
    expect(await second.send(other)).toMatchObject({
      reason: "address",
      final: true,
      server: false,
      mayHaveLeft: false,
    });
    expect(await second.send(mail)).toBeNull();
    second.end();
    expect(knowsNot.mails).toHaveLength(1);
    await Promise.all([knows.close(), knowsNot.close()]);
  });

  it("reports a host name that does not exist", async () => {
    const found = await (await wireTo("smtp://nowhere.invalid:25", "off")).send(mail);
    expect(found).toMatchObject({ reason: "unreachable", final: false, server: true, mayHaveLeft: false });
  });
});
