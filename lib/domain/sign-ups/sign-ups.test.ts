import { beforeAll, expect, it } from "vitest";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { goodPassword, onEachProgram, stranger } from "@/lib/testing/program";

const names = { firstName: "Nora", lastName: "Nil", organisation: "Nil Ltd" };
const form = { ...names, email: "nora@example.com" };

onEachProgram("A sign-up by email", (program) => {
  beforeAll(() => loadLanguages());

  async function asked(more: object = {}) {
    const { operations, database } = await program();
    const { completePending } = await import("@/lib/background/complete-pending");
    const { decrypt } = await import("@/lib/security/encryption");
    const answer = await operations["account.request"].perform(stranger, { ...form, ...more });
    await completePending();
    const mail = await database.db.mail.findFirst({
      where: { kind: "sign-up", state: "waiting" },
      orderBy: { createdAt: "desc" },
    });
    return { answer, token: mail?.secret ? decrypt(`mail ${mail.id}`, mail.secret)! : "" };
  }
  const confirmed = async (token: string, more: object = {}) =>
    (await program()).operations["account.confirm"].perform(stranger, {
      token,
      ...names,
      password: goodPassword,
      ...more,
    });
  const refusedLink = { outcome: "conflict", sentence: { key: "errors.link" } };

  it(
    "creates nothing before it is confirmed, then exactly one account, and logs its holder in",
    { timeout: 60_000 },
    async () => {
      const { operations, database, actorOf } = await program();
      const { answer, token } = await asked();
      expect(answer).toEqual({ outcome: "done", value: null });
      expect(await database.db.account.count()).toBe(0);
      const looks = await Promise.all([1, 2].map(() => operations["account.view-link"].perform(stranger, { token })));
      const seen = { firstName: "Nora", lastName: "Nil", organisation: "Nil Ltd", email: "nora@example.com" };
      for (const look of looks) expect(look).toEqual({ outcome: "done", value: seen });
      const answers = await Promise.all(Array.from({ length: 2 }, () => confirmed(token)));
      const [made, ...more] = answers.filter(({ outcome }) => outcome === "done");
      if (made?.outcome !== "done") throw new Error(JSON.stringify(answers));
      expect(more).toEqual([]);
      const nora = await actorOf(made.value.token);
      expect(nora.principal).toMatchObject({ standing: "holder", name: "Nora Nil", accountName: "Nil Ltd" });
      expect(nora.credential.pendingStep).toBe(null);
      const lines = await database.db.activity.findMany({ where: { accountId: nora.principal.accountId } });
      expect(lines.map(({ permission, byName, changes }) => [permission, byName, changes])).toEqual([
        ["account.confirm", "Nora Nil", "[]"],
      ]);
      expect(await confirmed(token)).toMatchObject(refusedLink);
      expect(await operations["account.view-link"].perform(stranger, { token })).toEqual({
        outcome: "done",
        value: null,
      });
      expect(
        await operations["session.start"].perform(stranger, { id: form.email, password: goodPassword }),
      ).toMatchObject({ outcome: "done" });
    },
  );

  it("with a taken address gets the same answer, and the account holder is notified, a few times per hour", async () => {
    const { database } = await program();
    const { accountId } = await database.db.person.findFirstOrThrow({ where: { emailKey: form.email } });
    for (let at = 0; at < 5; at++)
      expect((await asked({ email: "NORA@example.com" })).answer).toEqual({ outcome: "done", value: null });
    expect(await database.db.mail.count({ where: { kind: "address-taken", recipient: form.email } })).toBe(3);
    expect(await database.db.link.count({ where: { purpose: "sign-up" } })).toBe(0);
    const line = await database.db.activity.findFirstOrThrow({ where: { accountId }, orderBy: { seq: "desc" } });
    expect(line).toMatchObject({ permission: "account.send-link", byName: "", subjectName: "Nora Nil" });
    expect(await database.db.signUpRequest.count()).toBe(0);
  });

  it("recognises a taken address in any form: the account holder is notified, and no second account is created", async () => {
    const { database, signUp } = await program();
    await signUp("karin@müller-büro.example");
    expect((await asked({ email: "Karin@xn--mller-bro-q9ag.example" })).answer).toEqual({
      outcome: "done",
      value: null,
    });
    expect(
      await database.db.mail.count({ where: { kind: "address-taken", recipient: "karin@müller-büro.example" } }),
    ).toBe(1);
    expect(await database.db.link.count({ where: { purpose: "sign-up" } })).toBe(0);
    for (const email of ["evil＠attacker.test@victim.test", "＜a＞@b.test", "a@xn--a.example"])
      expect((await asked({ email })).answer).toMatchObject({ fields: { email: { key: "errors.email.address" } } });
  });

  it("is refused with a message if its address was taken in between", async () => {
    const { signUp } = await program();
    const { token } = await asked({ email: "late@example.com" });
    await signUp("late@example.com");
    expect(await confirmed(token)).toMatchObject({ outcome: "conflict", sentence: { key: "errors.address_taken" } });
  });

  it("takes no password with the request: the owner of the mailbox chooses it later", { timeout: 60_000 }, async () => {
    const { operations, database } = await program();
    const { decrypt } = await import("@/lib/security/encryption");
    const email = "victim@example.com";
    expect(
      await operations["account.request"].perform(stranger, { ...form, email, password: goodPassword }),
    ).toMatchObject({ outcome: "invalid" });
    const { token } = await asked({ email });
    const link = await database.db.link.findFirstOrThrow({
      where: { purpose: "sign-up" },
      orderBy: { createdAt: "desc" },
    });
    expect(Object.keys(JSON.parse(decrypt("sign-up link", link.data)!)).toSorted()).toEqual([
      "email",
      "firstName",
      "language",
      "lastName",
      "organisation",
    ]);
    expect(await confirmed(token, { password: undefined })).toMatchObject({
      outcome: "invalid",
      fields: { password: {} },
    });
    // Their own names make a weak password. A refused form does not use the link up.
    for (const password of ["password123", "victim@example.com", "Nil Ltd Nora"])
      expect(await confirmed(token, { password })).toMatchObject({ fields: { password: {} } });
    expect(await confirmed(token, { language: "xx" })).toMatchObject({ fields: { language: {} } });
    const made = await confirmed(token, {
      firstName: "Vera",
      lastName: "Victim",
      organisation: "",
      password: "violet kettle march ninety bridge",
    });
    if (made.outcome !== "done") throw new Error(JSON.stringify(made));
    const logIn = (password: string) => operations["session.start"].perform(stranger, { id: email, password });
    expect(await logIn(goodPassword)).toMatchObject({ outcome: "invalid" });
    expect(await logIn("violet kettle march ninety bridge")).toMatchObject({ outcome: "done" });
    expect(await database.db.person.findFirstOrThrow({ where: { emailKey: email } })).toMatchObject({
      firstName: "Vera",
      lastName: "Victim",
    });
  });

  it("sends no typed text to an unconfirmed address", async () => {
    const { database } = await program();
    const { letterOf } = await import("@/lib/domain/mail/letter");
    const prize = {
      firstName: "Claim your prize",
      lastName: "at https://evil.example",
      organisation: "www.evil.example",
    };
    await asked({ ...prize, email: "mark@example.com" });
    const mail = await database.db.mail.findFirstOrThrow({ where: { recipient: "mark@example.com" } });
    expect(Object.keys(JSON.parse(mail.params)).toSorted()).toEqual(["address", "when"]);
    const letter = JSON.stringify(
      letterOf({ kind: "sign-up", language: "en", params: JSON.parse(mail.params), link: "https://panel.example/x" }),
    );
    expect(letter).not.toMatch(/prize|evil/i);
  });
});
