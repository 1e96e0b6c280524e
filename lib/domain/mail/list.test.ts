import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { LinkKind, MailKind, MailParams } from "@/lib/domain/mail/schema";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import type { Privilege } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { requests } from "@/lib/runtime/requests.mjs";
import { newId } from "@/lib/security/tokens";
import { goodPassword, onEachProgram, program as steward, stranger as nobody } from "@/lib/testing/program";

const hour = 3_600_000;
const day = 24 * hour;

onEachProgram("Emails received", (program) => {
  let [holder, stranger]: Member[] = [];
  const people = {} as Record<"jane" | "martin" | "root.b", Member>;
  /** When the first email was written. */
  const began = Date.now() - 30 * day;

  beforeAll(async () => {
    await loadLanguages();
    const { signUp } = await program();
    holder = await signUp("ada@example.com");
    stranger = await signUp("eve@example.org");
    for (const [login, privilege] of [
      ["jane", "user"],
      ["martin", "none"],
      ["root.b", "administrator"],
    ] as const)
      people[login] = await addUser(login, privilege);
    const kinds: Exclude<MailKind, LinkKind>[] = [
      "new-device",
      "password-changed",
      "disabled",
      "factor-added",
      "address-changing",
    ];
    const all = [holder!, people.jane, people.martin, people["root.b"], stranger!];
    for (let n = 0; n < 200; n++) {
      // Several emails share the same time.
      await write(
        all[(n * 7) % all.length]!,
        kinds[(n * 3 + Math.floor(n / 10)) % kinds.length]!,
        new Date(began + Math.floor(n / 8) * hour),
      );
    }
  }, 120_000);

  async function addUser(login: string, privilege: Privilege, by = holder!): Promise<Member> {
    const { operations, signIn, inAccount } = await program();
    const { markEmailConfirmed } = await import("@/lib/domain/people/store");
    const form = { login, email: `${login}@mail.example`, password: goodPassword, privilege };
    const added = await operations["users.add"].perform(by, form);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    await inAccount(by, "users.add", (auth) => markEmailConfirmed(auth, { id: added.value.id, emailKey: form.email }));
    return signIn({ id: added.value.id, accountId: by.principal.accountId });
  }

  async function write(
    to: Member,
    kind: Exclude<MailKind, LinkKind>,
    now: Date,
    params: MailParams = {},
    more = {},
  ): Promise<string | null> {
    const { inAccount } = await program();
    const { queueMail } = await import("@/lib/domain/mail/store");
    const { personId, accountId, email } = to.principal;
    const mail = await inAccount(
      to,
      "profile.edit",
      (auth) => queueMail(auth, { to: { personId, accountId, email, language: "", ...more }, kind, params }),
      { now },
    );
    return mail && mail.id;
  }

  type Query = Record<string, string>;

  async function list(query: Query, actor: Member) {
    const result = await (await program()).operations["emails.list"].perform(actor, query);
    if (result.outcome !== "done") throw new Error(JSON.stringify(result));
    return result.value;
  }

  /** The ids of all emails of a query, paging forwards and then back. */
  async function idsOf(query: Query, actor = holder!): Promise<string[]> {
    const pages = [await list(query, actor)];
    while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }, actor));
    expect(pages[0]!.previous).toBeNull();
    for (let at = pages.length - 1; at > 0; at--) {
      const before = await list({ ...query, cursor: pages[at]!.previous! }, actor);
      expect(before.emails).toEqual(pages[at - 1]!.emails);
    }
    return pages.flatMap(({ emails }) => emails.map(({ id }) => id));
  }

  async function expected(matches: (mail: { personId: string | null; kind: string }) => boolean): Promise<string[]> {
    const { database } = await program();
    const mails = await database.db.mail.findMany({
      where: { accountId: holder!.principal.accountId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    return mails.filter(matches).map(({ id }) => id);
  }

  const view = async (id: string, actor: Member) => (await program()).operations["emails.view"].perform(actor, { id });

  it("shows User and None their own, an Administrator the users', the account holder all", async () => {
    const { jane, martin } = people;
    for (const actor of [jane, martin])
      expect(await idsOf({}, actor)).toEqual(await expected(({ personId }) => personId === actor.principal.personId));
    expect(await idsOf({}, people["root.b"])).toEqual(
      await expected(({ personId }) => personId !== holder!.principal.personId),
    );
    expect(await idsOf({}, holder)).toEqual(await expected(() => true));
    expect((await idsOf({}, holder)).length).toBe(160);
    expect((await idsOf({}, stranger)).length).toBe(40);
    expect((await list({}, holder!)).emails[0]).toMatchObject({
      recipient: expect.stringContaining("@"),
      state: "waiting",
    });
  });

  it("opens an email to those who see it in the list; to all others it does not exist", async () => {
    const mine = async (actor: Member) => (await expected(({ personId }) => personId === actor.principal.personId))[0]!;
    const [ofHolder, ofJane, ofRoot] = [await mine(holder!), await mine(people.jane), await mine(people["root.b"])];
    const never = await view(newId(), people.jane);
    expect(never.outcome).toBe("not_found");
    const may: [string, Member, boolean][] = [
      [ofHolder, holder!, true],
      [ofHolder, people["root.b"], false],
      [ofHolder, people.jane, false],
      [ofJane, holder!, true],
      [ofJane, people["root.b"], true],
      [ofJane, people.jane, true],
      [ofJane, people.martin, false],
      [ofJane, stranger!, false],
      [ofRoot, people.jane, false],
    ];
    for (const [id, actor, seen] of may) {
      const found = await view(id, actor);
      if (seen) expect(found).toMatchObject({ outcome: "done", value: { id } });
      else expect(found).toEqual(never);
    }
    for (const id of ["", "a b", "x".repeat(65), "../x", "\0", "é"])
      expect([id, await view(id, people.jane)]).toEqual([id, never]);
    expect((await (await program()).operations["emails.view"].perform(holder!, { id: [ofJane] })).outcome).toBe(
      "invalid",
    );
  });

  it("finds emails by words of the subject in the reader's language, and by recipient", async () => {
    const { jane, martin } = people;
    const kind = (name: string) => expected((mail) => mail.kind === name);
    expect(await idsOf({ q: "password changed" })).toEqual(await kind("password-changed"));
    expect(await idsOf({ q: "jane" })).toEqual(await expected(({ personId }) => personId === jane.principal.personId));
    expect(await idsOf({ q: "JANE@mail.exa" })).toEqual(
      await expected(({ personId }) => personId === jane.principal.personId),
    );
    expect(await idsOf({ q: "ada@example" })).toEqual(
      await expected(({ personId }) => personId === holder!.principal.personId),
    );
    expect(await idsOf({ q: "ada@example" }, people["root.b"])).toEqual([]);
    // Readers who see only their own find nothing of others.
    expect(await idsOf({ q: "jane" }, martin)).toEqual([]);
    expect(await idsOf({ q: "device" }, martin)).toEqual(
      await expected((mail) => mail.kind === "new-device" && mail.personId === martin.principal.personId),
    );
    expect(await idsOf({ q: "nothing like it" })).toEqual([]);
    const french = { ...holder!, principal: { ...holder!.principal, language: "fr" } };
    expect(await idsOf({ q: "desactive" }, french)).toEqual(await kind("disabled"));
    expect((await list({}, french)).emails.map(({ subject }) => subject)).toContain("Votre mot de passe a été changé");
    expect(await idsOf({ q: "jane", about: "password" })).toEqual(
      await expected((mail) => mail.personId === jane.principal.personId && mail.kind === "password-changed"),
    );
    expect(await idsOf({ about: "two-factor" })).toEqual(await kind("factor-added"));
    expect((await list({ q: "mail.example" }, holder!)).cut).toBeNull();
  });

  it("ignores malformed parts of the query, and says so", async () => {
    const { jane } = people;
    const other = (await list({ size: "25" }, holder!)).next!;
    for (const query of [
      { cursor: other },
      { cursor: "made.up" },
      { about: "everything" },
      { sort: "subject" },
      { size: "7" },
      { page: "2" },
      { q: "\0" },
    ]) {
      expect(await list(query as unknown as Query, jane)).toMatchObject({
        misread: true,
        emails: (await list({}, jane)).emails,
      });
    }
  });

  it("shows an email as text, in its own language, without the link and its token", async () => {
    const { database, inAccount } = await program();
    const { queueMail } = await import("@/lib/domain/mail/store");
    const { personId, accountId, email } = people.jane.principal;
    const to = { personId, accountId, email, language: "fr" };
    const params = { who: `<b>=1+1</b>\r\nx`, account: "Xu", id: "1234-567-89/jane" };
    const mail = await inAccount(people.jane, "profile.edit", (auth) =>
      queueMail(auth, { to, kind: "activation", params, link: { id: newId(), token: "the-token-itself" } }),
    );
    const seen = await view(mail!.id, people.jane);
    expect(seen).toMatchObject({
      outcome: "done",
      value: { subject: "Activate your login", language: "fr", state: "waiting", problem: null },
    });
    const output = JSON.stringify(seen);
    expect(output).not.toMatch(/the-token-itself|token=|https?:/);
    expect(output).toContain("(Le lien de cet e-mail n’est pas affiché ici.)");
    expect(output).toContain("<b>=1+1</b> x");
    await database.writer.mail.update({
      where: { id: mail!.id },
      data: { state: "failed", secret: null, problem: "refused 550 5.1.1" },
    });
    expect(await view(mail!.id, people.jane)).toMatchObject({ value: { state: "failed", problem: "refused" } });
    await database.writer.mail.delete({ where: { id: mail!.id } });
  });

  describe("A new email", () => {
    it("is in the person's language, else in the request's, else in English", async () => {
      const { database } = await program();
      const languageOf = async (id: string | null) =>
        (await database.db.mail.findUniqueOrThrow({ where: { id: id! } })).language;
      const now = new Date(began);
      const ids = [
        await write(stranger!, "enabled", now, {}, { language: "fr" }),
        await write(stranger!, "enabled", now),
      ];
      await requests.run(
        { ...currentRequest(), language: "fr" },
        async () => void ids.push(await write(stranger!, "enabled", now)),
      );
      expect(await Promise.all(ids.map(languageOf))).toEqual(["fr", "en", "fr"]);
      await database.writer.mail.deleteMany({ where: { id: { in: ids as string[] } } });
    });

    it("is not written if the person does not want it, and is cut to the size of the column", async () => {
      const { database } = await program();
      expect(await write(stranger!, "enabled", new Date(), {}, { fewerNotices: true })).toBeNull();
      const ids = Array.from({ length: 200 }, (_, n) => `1234-567-89/${"x".repeat(60)}${n}`).join("\n");
      const long = `"\\`.repeat(5000);
      const id = await write(
        stranger!,
        "disabled",
        new Date(),
        { ids, who: long, account: long, name: long, device: long, place: long, left: 3 },
        { fewerNotices: true },
      );
      const { params } = await database.db.mail.findUniqueOrThrow({ where: { id: id! } });
      expect(params.length).toBeLessThanOrEqual(8000);
      expect((JSON.parse(params) as MailParams).ids).toContain(`${"x".repeat(60)}0`);
      await database.writer.mail.delete({ where: { id: id! } });
    });

    it("wakes the sender of the process", async () => {
      const { onWake } = await import("@/lib/runtime/wake");
      const woken = vi.fn<(what: string) => void>();
      onWake(woken);
      await write(stranger!, "disabled", new Date());
      await vi.waitUntil(() => woken.mock.calls.length > 0);
      expect(woken).toHaveBeenCalledWith("mail");
      onWake(() => {});
    });
  });

  it("tells whether the mail server has ever accepted an email", async () => {
    const { database, reading } = await program();
    const { hasDelivered } = await import("@/lib/domain/mail/store");
    expect(await hasDelivered(reading(nobody, "health.check"))).toBe(false);
    const [id] = await expected(() => true);
    await database.writer.mail.update({ where: { id: id! }, data: { state: "sent", sentAt: new Date() } });
    expect(await hasDelivered(reading(nobody, "health.check"))).toBe(true);
  });

  describe("Emails are deleted", () => {
    it("after twelve months, a few at a time", async () => {
      const { database } = await program();
      const { sweep } = await import("@/lib/background/sweep");
      const now = new Date();
      const ago = (days: number) => new Date(now.getTime() - days * day);
      const old = await Promise.all(
        Array.from({ length: 250 }, (_, n) => write(stranger!, "disabled", ago(366 + (n % 5)))),
      );
      const recent = await write(stranger!, "disabled", ago(364));
      await sweep();
      expect(await database.db.mail.count({ where: { id: { in: old as string[] } } })).toBe(0);
      expect(await database.db.mail.count({ where: { id: recent! } })).toBe(1);
    });

    it("with a user who is deleted for good, however many they are", async () => {
      const { database, operations } = await program();
      const { sweep } = await import("@/lib/background/sweep");
      const [one, two] = [await addUser("leaver", "user"), await addUser("leaver2", "user")];
      for (let n = 0; n < 250; n++) await write(one, "new-device", new Date());
      await write(two, "new-device", new Date());
      for (const { personId: id } of [one.principal, two.principal]) {
        expect((await operations["users.remove"].perform(holder!, { id, login: "" })).outcome).toBe("done");
        await database.writer.person.update({ where: { id }, data: { removedAt: new Date(Date.now() - 31 * day) } });
      }
      expect((await operations["users.erase"].perform(steward, { id: two.principal.personId })).outcome).toBe("done");
      await sweep();
      const ids = [one.principal.personId, two.principal.personId];
      expect(await database.db.person.count({ where: { id: { in: ids } } })).toBe(0);
      expect(await database.db.mail.count({ where: { personId: { in: ids } } })).toBe(0);
    });
  });
});
