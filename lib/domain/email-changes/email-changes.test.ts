import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { goodPassword, onEachProgram, operator, stranger } from "@/lib/testing/program";

type Step = { token: string; person: Member };

onEachProgram("The user's own email address", (program) => {
  let ada: Member;
  beforeAll(async () => {
    await loadLanguages();
    ada = await (await program()).signUp("ada@example.com");
  });

  /** Requests a new email address, and lets the program answer. */
  async function asked(person: Member, email: string) {
    const { operations } = await program();
    const { completePending } = await import("@/lib/background/complete-pending");
    const answer = await operations["email.change"].perform(person, { email });
    await completePending();
    return answer;
  }

  /** The token of the newest link of a purpose, from its email. */
  async function tokenOf(purpose: string, personId: string): Promise<string> {
    const { database } = await program();
    const { decrypt } = await import("@/lib/security/encryption");
    const link = await database.db.link.findFirstOrThrow({
      where: { purpose, personId },
      orderBy: { createdAt: "desc" },
    });
    const mail = await database.db.mail.findFirstOrThrow({ where: { linkId: link.id } });
    return decrypt(`mail ${mail.id}`, mail.secret!)!;
  }

  /** Moves a person to a new email address. Returns the link to take it back. */
  async function moved(person: Member, email: string): Promise<Step> {
    const { operations, signIn } = await program();
    expect(await asked(person, email)).toEqual({ outcome: "done", value: null });
    expect(
      await operations["email.confirm"].perform(stranger, {
        token: await tokenOf("confirm-address", person.principal.personId),
      }),
    ).toMatchObject({ outcome: "done" });
    return {
      token: await tokenOf("take-back", person.principal.personId),
      person: await signIn({ id: person.principal.personId, accountId: person.principal.accountId }),
    };
  }

  const personOf = async ({ principal: { personId } }: Member) =>
    (await program()).database.db.person.findUniqueOrThrow({ where: { id: personId } });
  const mailsTo = async (recipient: string) =>
    (
      await (
        await program()
      ).database.db.mail.findMany({ where: { recipient }, orderBy: [{ createdAt: "asc" }, { kind: "asc" }] })
    ).map(({ kind }) => kind);
  const refusedLink = { outcome: "conflict", sentence: { key: "errors.link" } };

  it("changes once the new one is confirmed; the old one gets a link to take it back", async () => {
    const { operations, database } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    expect(await asked(ada, "ada@elsewhere.example")).toEqual({ outcome: "done", value: null });
    expect(await personOf(ada)).toMatchObject({ email: "ada@example.com" });
    expect(await mailsTo("ada@example.com")).toEqual(["address-changing"]);
    const changing = await database.db.mail.findFirstOrThrow({ where: { kind: "address-changing" } });
    expect(JSON.parse(changing.params)).toMatchObject({ newAddress: "a…@elsewhere.example" });
    // The requester does not see this email in their list.
    expect(await database.db.mail.findFirstOrThrow({ where: { kind: "confirm-address" } })).toMatchObject({
      personId: null,
      recipient: "ada@elsewhere.example",
    });
    const token = await tokenOf("confirm-address", ada.principal.personId);
    for (let look = 0; look < 2; look++) {
      const seen = await operations["email.view-link"].perform(stranger, { token, purpose: "confirm-address" });
      expect(seen).toEqual({
        outcome: "done",
        value: { signInId: ada.principal.digitalId, email: "ada@elsewhere.example" },
      });
    }
    expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject(refusedLink);
    expect(await operations["email.confirm"].perform(stranger, { token })).toEqual({ outcome: "done", value: null });
    expect(await operations["email.confirm"].perform(stranger, { token })).toMatchObject(refusedLink);
    expect(await personOf(ada)).toMatchObject({
      email: "ada@elsewhere.example",
      emailKey: "ada@elsewhere.example",
      searchText: "",
    });
    expect(await mailsTo("ada@example.com")).toEqual(["address-changing", "address-changed"]);
    expect(await mailsTo("ada@elsewhere.example")).toEqual(["confirm-address", "address-confirmed"]);
    const line = await database.db.activity.findFirstOrThrow({
      where: { accountId: ada.principal.accountId },
      orderBy: { seq: "desc" },
    });
    expect(line).toMatchObject({ permission: "email.confirm", byId: ada.principal.personId, byName: "Ada Holder" });
    expect(JSON.parse(line.changes!)).toEqual([
      { field: "email", before: "ada@example.com", after: "ada@elsewhere.example" },
    ]);

    expect(
      await operations["email.take-back"].perform(stranger, {
        token: await tokenOf("take-back", ada.principal.personId),
      }),
    ).toMatchObject({ outcome: "done" });
    expect(await personOf(ada)).toMatchObject({ email: "ada@example.com", passwordHash: null, status: "change-due" });
    expect(await database.db.session.count({ where: { personId: ada.principal.personId } })).toBe(0);
    expect(await mailsTo("ada@elsewhere.example")).toEqual([
      "confirm-address",
      "address-confirmed",
      "address-taken-back",
    ]);
    expect(await verifyChain(database.db, ada.principal.accountId)).toMatchObject({ brokenAt: null });
  });

  it("cannot be changed to itself or too often; the last request counts", async () => {
    const { operations, signUp, database } = await program();
    const person = await signUp();
    expect(await operations["email.change"].perform(person, { email: person.principal.email })).toMatchObject({
      fields: { email: { key: "errors.email.same" } },
    });
    for (const invalid of [
      "a@b",
      "a@example.com, b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      ["a@example.com"],
      "",
    ]) {
      expect(await operations["email.change"].perform(person, { email: invalid })).toMatchObject({
        outcome: "invalid",
      });
    }
    for (let at = 0; at < 5; at++)
      expect(
        await operations["email.change"].perform(person, { email: `${at}.${person.principal.email}` }),
      ).toMatchObject({ outcome: "done" });
    expect(await operations["email.change"].perform(person, { email: `6.${person.principal.email}` })).toMatchObject({
      outcome: "too_many",
    });
    await (await import("@/lib/background/complete-pending")).completePending();
    const links = await database.db.link.findMany({ where: { personId: person.principal.personId } });
    expect(links.map(({ data }) => JSON.parse(data))).toEqual([{ email: `4.${person.principal.email}` }]);
  });

  it("needs recent re-authentication to change", async () => {
    const { operations, signUp } = await program();
    const person = await signUp();
    const late = { ...person, credential: { ...person.credential, provedAt: new Date(Date.now() - 11 * 60_000) } };
    expect(await operations["email.change"].perform(late, { email: "late@example.com" })).toMatchObject({
      outcome: "step_up",
    });
  });

  it("taken by another account holder gets the same answer, and they are notified; users can share one", async () => {
    const { operations, database, signUp, signIn } = await program();
    const [one, other] = [await signUp(), await signUp()];
    expect(await asked(one, other.principal.email.toUpperCase())).toEqual({ outcome: "done", value: null });
    expect(await database.db.link.count({ where: { personId: one.principal.personId } })).toBe(0);
    expect(await mailsTo(other.principal.email)).toEqual(["address-taken"]);
    const line = await database.db.activity.findFirstOrThrow({
      where: { accountId: other.principal.accountId },
      orderBy: { seq: "desc" },
    });
    expect(line).toMatchObject({ permission: "email.send-link", subjectId: other.principal.personId });
    // The requester's own account does not reveal it.
    const own = await database.db.activity.findFirstOrThrow({
      where: { accountId: one.principal.accountId },
      orderBy: { seq: "desc" },
    });
    expect(own.permission).toBe("email.change");
    // A difference in letter case is not another email address.
    expect(await asked(one, one.principal.email.toUpperCase())).toMatchObject({ outcome: "done" });
    expect(await database.db.link.count({ where: { personId: one.principal.personId } })).toBe(1);

    const added = await operations["users.add"].perform(one, {
      login: "jane",
      email: "jane@example.com",
      password: goodPassword,
      privilege: "none",
      description: "",
    });
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    const jane = await signIn({ id: added.value.id, accountId: one.principal.accountId });
    await moved(jane, other.principal.email);
    expect(await personOf(jane)).toMatchObject({
      email: other.principal.email,
      searchText: expect.stringContaining(other.principal.email),
    });
  });

  it("counts as the same in any form: it is shown in Unicode and compared by its domain in ASCII", async () => {
    const { operations, signUp } = await program();
    const [person, other] = [await signUp("ann@müller-büro.example"), await signUp()];
    expect(await operations["email.change"].perform(person, { email: "ann@xn--mller-bro-q9ag.example" })).toMatchObject(
      { fields: { email: { key: "errors.email.same" } } },
    );
    await asked(other, "ann@xn--mller-bro-q9ag.example");
    expect(await mailsTo("ann@müller-büro.example")).toEqual(["address-taken"]);
    await moved(other, "\u200bbea@xn--mller-bro-q9ag.example");
    const key = "bea@xn--mller-bro-q9ag.example";
    expect(await personOf(other)).toMatchObject({ email: "bea@müller-büro.example", emailKey: key, provedKey: key });
    // The operator's commands read it the same way.
    expect(
      await operations["email.set"].perform(operator, {
        id: "Bea@MÜLLER-BÜRO.example",
        email: "ann@mu\u0308ller-bu\u0308ro.example",
      }),
    ).toMatchObject({ fields: { email: { key: "errors.email.exists" } } });
    expect(await operations["email.set"].perform(operator, { id: key, email: key })).toMatchObject({
      fields: { email: { key: "errors.email.same" } },
    });
  });

  it("in an older request or link is read by today's rules", async () => {
    const { operations, signUp, database, inAccount } = await program();
    const { newLink } = await import("@/lib/domain/mail-links/store");
    const { encrypt } = await import("@/lib/security/encryption");
    const person = await signUp("cleo@müller-büro.example");
    const { personId } = person.principal;
    const typed = encrypt(
      "address request",
      JSON.stringify({ email: "dora@xn--mller-bro-q9ag.example", was: "cleo@xn--mller-bro-q9ag.example" }),
    );
    await database.writer.emailChangeRequest.create({
      data: { id: "before", personId, typed, language: "en", ip: "192.0.2.7", createdAt: new Date() },
    });
    await (await import("@/lib/background/complete-pending")).completePending();
    expect(await mailsTo("dora@müller-büro.example")).toEqual(["confirm-address"]);
    const data = JSON.stringify({ email: "ella@xn--mller-bro-q9ag.example" });
    const { token } = await inAccount(person, "users.send-link", (auth) =>
      newLink(auth, { purpose: "take-back", personId, hours: 1, data }),
    );
    expect(await operations["email.view-link"].perform(stranger, { token, purpose: "take-back" })).toMatchObject({
      value: { email: "ella@müller-büro.example" },
    });
    expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject({ outcome: "done" });
    expect(await personOf(person)).toMatchObject({
      email: "ella@müller-büro.example",
      emailKey: "ella@xn--mller-bro-q9ag.example",
    });
  });

  it("of a user is found by either form of its domain, and an edit with the other form changes nothing", async () => {
    const { operations, signUp, database } = await program();
    const holder = await signUp("fay@büro.example");
    const added = await operations["users.add"].perform(holder, {
      login: "gil",
      email: "gil@xn--mller-bro-q9ag.example",
      privilege: "none",
      description: "",
      invite: "on",
    });
    expect(added).toMatchObject({ outcome: "done", value: { email: "gil@müller-büro.example" } });
    const [mail] = await database.db.mail.findMany({ where: { recipient: "gil@müller-büro.example" } });
    await database.writer.mail.update({
      where: { id: mail!.id },
      data: { recipient: "gil@xn--mller-bro-q9ag.example" },
    });
    for (const q of ["gil@müller-büro.example", "@MÜLLER-BÜRO", "xn--mller-bro-q9ag", "gil@xn--mller"]) {
      expect(await operations["users.list"].perform(holder, { q })).toMatchObject({
        value: { users: [{ login: "gil", email: "gil@müller-büro.example" }] },
      });
      expect(await operations["emails.list"].perform(holder, { q })).toMatchObject({
        value: { emails: [{ recipient: "gil@müller-büro.example" }] },
      });
    }
    await operations["email.change"].perform(holder, { email: "fay@elsewhere.example" });
    for (const q of ["fay@büro.example", "fay@xn--bro-hoa"])
      expect(await operations["emails.list"].perform(holder, { q })).toMatchObject({
        value: { emails: [{ recipient: "fay@büro.example" }] },
      });
    const { id } = await database.db.person.findFirstOrThrow({
      where: { accountId: holder.principal.accountId, login: "gil" },
    });
    const edit = { id, version: "0", email: "gil@xn--mller-bro-q9ag.example", privilege: "none", description: "" };
    expect(await operations["users.edit"].perform(holder, edit)).toMatchObject({ outcome: "done" });
    expect(await database.db.person.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 0 });
    expect(await operations["activity.list"].perform(holder, { who: "fay@xn--bro-hoa.example" })).toMatchObject({
      value: { lines: [{}, {}, {}] },
    });
  });

  it("that another account holder took in between is refused with a message", async () => {
    const { operations, signUp } = await program();
    const person = await signUp();
    await asked(person, "wanted@example.com");
    const token = await tokenOf("confirm-address", person.principal.personId);
    const [, next] = [
      await signUp("wanted@example.com"),
      await operations["email.confirm"].perform(stranger, { token }),
    ];
    expect(next).toMatchObject({ outcome: "conflict", sentence: { key: "errors.address_taken" } });
    expect((await personOf(person)).email).toBe(person.principal.email);
  });

  it("can be taken back by each old address; a newer one does not void an older one's link", async () => {
    const { operations, signUp } = await program();
    const first = await signUp();
    const one = await moved(first, `b.${first.principal.email}`);
    const two = await moved(one.person, `c.${first.principal.email}`);
    const back = async ({ token }: Step) => operations["email.take-back"].perform(stranger, { token });
    expect(await back(two)).toMatchObject({ outcome: "done" });
    expect((await personOf(first)).email).toBe(`b.${first.principal.email}`);
    expect(await back(one)).toMatchObject({ outcome: "done" });
    expect((await personOf(first)).email).toBe(first.principal.email);
    for (const step of [one, two]) expect(await back(step)).toMatchObject(refusedLink);
  });

  it("is taken back together with verification methods as new as the change; older ones stay", async () => {
    const { operations, signUp, database } = await program();
    const first = await signUp();
    const { accountId, personId } = first.principal;
    const factor = (name: string, createdAt: Date) => ({
      id: name,
      accountId,
      personId,
      kind: "app",
      name,
      secret: "sealed",
      createdAt,
      lastUsedAt: new Date(0),
    });
    const old = new Date(Date.now() - 25 * 3_600_000);
    await database.writer.factor.createMany({
      data: [factor("my phone", old), factor("a thief's", new Date(Date.now() - 60_000))],
    });
    await database.writer.backupCode.create({
      data: { accountId, personId, hash: "a".repeat(64), salt: "salt", createdAt: new Date() },
    });
    await database.writer.person.update({ where: { id: personId }, data: { twoFactor: true } });
    const { token } = await moved(first, `b.${first.principal.email}`);
    expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject({ outcome: "done" });
    expect(await database.db.factor.findMany({ where: { personId }, select: { name: true } })).toEqual([
      { name: "my phone" },
    ]);
    expect(await database.db.backupCode.count({ where: { personId } })).toBe(0);
    expect((await personOf(first)).twoFactor).toBe(true);
    expect(await mailsTo(first.principal.email)).toContain("factors-doubted");
    const line = await database.db.activity.findFirstOrThrow({ where: { accountId, permission: "email.take-back" } });
    expect(JSON.parse(line.changes!)).toEqual(
      expect.arrayContaining([
        { field: "app", before: "a thief's", after: null },
        { field: "codes", before: "1", after: "0" },
      ]),
    );
  });

  it("is taken back without methods added since, but two-factor stays on: the mailbox alone opens nothing protected", async () => {
    const { operations, signUp, database } = await program();
    const first = await signUp();
    const { accountId, personId } = first.principal;
    const { token } = await moved(first, `b.${first.principal.email}`);
    const factor = {
      id: "new phone",
      accountId,
      personId,
      kind: "app",
      name: "new phone",
      secret: "sealed",
      createdAt: new Date(),
      lastUsedAt: new Date(0),
    };
    await database.writer.factor.create({ data: factor });
    await database.writer.person.update({ where: { id: personId }, data: { twoFactor: true } });
    const back = await operations["email.take-back"].perform(stranger, { token });
    if (back.outcome !== "done") throw new Error(JSON.stringify(back));
    expect(await database.db.factor.count({ where: { personId } })).toBe(0);
    const form = { token: back.value.token, password: goodPassword, repeat: goodPassword };
    expect(await operations["password.reset"].perform(stranger, form)).toMatchObject({ outcome: "done" });
    expect(await personOf(first)).toMatchObject({ twoFactor: true, status: "enabled" });
    // Then the operator or an Administrator must help.
    const { account } = await database.db.person.findUniqueOrThrow({
      where: { id: personId },
      select: { account: true },
    });
    expect(await operations["two-factor.reset"].perform(operator, { id: account.digitalId })).toMatchObject({
      outcome: "done",
    });
    expect((await personOf(first)).twoFactor).toBe(false);
  });

  it("is taken back to the first, and later links become void", async () => {
    const { operations, signUp } = await program();
    const first = await signUp();
    const one = await moved(first, `b.${first.principal.email}`);
    const two = await moved(one.person, `c.${first.principal.email}`);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => operations["email.take-back"].perform(stranger, { token: one.token })),
    );
    expect(answers.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect((await personOf(first)).email).toBe(first.principal.email);
    expect(await operations["email.take-back"].perform(stranger, { token: two.token })).toMatchObject(refusedLink);
  });

  describe("and its links", () => {
    it("to take it back survive a new password, so that an attacker with the login cannot void them", async () => {
      const { operations, signUp } = await program();
      const { token, person } = await moved(await signUp(), "moved-once@example.com");
      await asked(person, "moved-twice@example.com");
      const confirm = await tokenOf("confirm-address", person.principal.personId);
      const { newLink } = await import("@/lib/domain/mail-links/store");
      const { inAccount } = await program();
      const { personId } = person.principal;
      const reset = await inAccount(person, "users.send-link", (auth) =>
        newLink(auth, { purpose: "reset", personId, hours: 1 }),
      );
      const form = { token: reset.token, password: goodPassword, repeat: goodPassword };
      expect(await operations["password.reset"].perform(stranger, form)).toMatchObject({ outcome: "done" });
      expect(await operations["email.confirm"].perform(stranger, { token: confirm })).toMatchObject(refusedLink);
      expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject({ outcome: "done" });
    });

    it("to take it back survive an edit by an Administrator, which notifies both addresses; disabling and removing void all", async () => {
      const { operations, signUp, signIn } = await program();
      const holder = await signUp();
      for (const [at, act] of (["users.edit", "users.disable", "users.remove"] as const).entries()) {
        const login = `user${at}`;
        const added = await operations["users.add"].perform(holder, {
          login,
          email: `${login}@example.com`,
          password: goodPassword,
          privilege: "none",
          description: "",
        });
        if (added.outcome !== "done") throw new Error(JSON.stringify(added));
        const { token, person } = await moved(
          await signIn({ id: added.value.id, accountId: holder.principal.accountId }),
          `${login}.b@example.com`,
        );
        await asked(person, `${login}.c@example.com`);
        const confirm = await tokenOf("confirm-address", person.principal.personId);
        const { version } = await personOf(person);
        const edit = { version: String(version), email: `${login}.d@example.com`, privilege: "none", description: "" };
        expect(
          await operations[act].perform(holder, { id: person.principal.personId, ...(act === "users.edit" && edit) }),
        ).toMatchObject({ outcome: "done" });
        expect(await operations["email.confirm"].perform(stranger, { token: confirm })).toMatchObject(refusedLink);
        expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject(
          act === "users.edit" ? { outcome: "done" } : refusedLink,
        );
      }
      expect(await mailsTo("user0.b@example.com")).toContain("address-set");
      expect(await mailsTo("user0.d@example.com")).toEqual(["address-set", "address-taken-back"]);
    });

    it("to take it back survive an edit by the operator", async () => {
      const { operations, signUp } = await program();
      const { token, person } = await moved(await signUp(), "holder.b@example.com");
      const edit = { id: person.principal.digitalId, email: "holder.c@example.com" };
      expect(await operations["email.set"].perform(operator, edit)).toMatchObject({ outcome: "done" });
      expect(await operations["email.take-back"].perform(stranger, { token })).toMatchObject({ outcome: "done" });
    });

    it("for an invited user are sent again to an address that an Administrator corrects", async () => {
      const { operations, signUp, database } = await program();
      const holder = await signUp();
      const added = await operations["users.add"].perform(holder, {
        login: "typo",
        email: "tpyo@example.com",
        privilege: "none",
        description: "",
        invite: "on",
      });
      if (added.outcome !== "done") throw new Error(JSON.stringify(added));
      const old = await database.db.link.findFirstOrThrow({ where: { personId: added.value.id } });
      const edit = { id: added.value.id, version: "0", email: "typo@example.com", privilege: "none", description: "" };
      expect(await operations["users.edit"].perform(holder, edit)).toMatchObject({ outcome: "done" });
      expect(await database.db.link.count({ where: { id: old.id } })).toBe(0);
      expect(await mailsTo("typo@example.com")).toEqual(["activation"]);
    });

    it("are deleted once they expire", async () => {
      const { signUp, database } = await program();
      const person = await signUp();
      await asked(person, "never-confirmed@example.com");
      await database.writer.link.updateMany({
        where: { personId: person.principal.personId },
        data: { expiresAt: new Date(Date.now() - 1) },
      });
      await (await import("@/lib/background/sweep")).sweep();
      expect(await database.db.link.count({ where: { personId: person.principal.personId } })).toBe(0);
    });
  });
});
