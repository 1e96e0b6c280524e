import { expect, it } from "vitest";
import { goodPassword, onEachProgram, stranger } from "@/lib/testing/program";

const form = { firstName: "Nora", lastName: "Nil", organisation: "Nil Ltd", email: "nora@example.com", password: goodPassword };

onEachProgram("A sign-up by mail", (program) => {
  async function asked(more: object = {}) {
    const { operations, database } = await program();
    const { answerRequests } = await import("@/lib/background/answer-requests");
    const { unseal } = await import("@/lib/security/seal");
    const answer = await operations["account.request"].perform(stranger, { ...form, ...more });
    await answerRequests();
    const mail = await database.db.mail.findFirst({ where: { kind: "sign-up", state: "waiting" }, orderBy: { createdAt: "desc" } });
    return { answer, token: mail?.secret ? unseal(`mail ${mail.id}`, mail.secret)! : "" };
  }
  const confirmed = async (token: string) => (await program()).operations["account.confirm"].perform(stranger, { token });
  const refusedLink = { outcome: "conflict", sentence: { key: "errors.link" } };

  it("makes nothing before it is confirmed, and then exactly one account, whose holder is in", async () => {
    const { operations, database, actorOf } = await program();
    const { answer, token } = await asked();
    expect(answer).toEqual({ outcome: "done", value: null });
    expect(await database.db.account.count()).toBe(0);
    const kept = JSON.stringify([await database.db.link.findMany(), await database.db.mail.findMany()]);
    expect(kept).not.toMatch(/\$2[aby]\$|zebra/);
    const looks = await Promise.all([1, 2].map(() => operations["account.view-link"].perform(stranger, { token })));
    const seen = { firstName: "Nora", lastName: "Nil", organisation: "Nil Ltd", email: "nora@example.com" };
    for (const look of looks) expect(look).toEqual({ outcome: "done", value: seen });
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirmed(token)));
    const [made, ...more] = answers.filter(({ outcome }) => outcome === "done");
    if (made?.outcome !== "done") throw new Error(JSON.stringify(answers));
    expect(more).toEqual([]);
    const nora = await actorOf(made.value.token);
    expect(nora).toMatchObject({ standing: "holder", owes: null, name: "Nora Nil", accountName: "Nil Ltd" });
    const lines = await database.db.activity.findMany({ where: { accountId: nora.accountId } });
    expect(lines.map(({ permission, byName, changes }) => [permission, byName, changes])).toEqual([["account.confirm", "Nora Nil", "[]"]]);
    expect(await confirmed(token)).toMatchObject(refusedLink);
    expect(await operations["account.view-link"].perform(stranger, { token })).toEqual({ outcome: "done", value: null });
    expect(await operations["session.start"].perform(stranger, { id: form.email, password: goodPassword })).toMatchObject({ outcome: "done" });
  });

  it("with an address that is taken is answered alike, and its holder is told, a few times an hour", async () => {
    const { database } = await program();
    const { accountId } = await database.db.person.findFirstOrThrow({ where: { emailKey: form.email } });
    for (let at = 0; at < 5; at++) expect((await asked({ email: "NORA@example.com" })).answer).toEqual({ outcome: "done", value: null });
    expect(await database.db.mail.count({ where: { kind: "address-taken", recipient: form.email } })).toBe(3);
    expect(await database.db.link.count({ where: { purpose: "sign-up" } })).toBe(0);
    const line = await database.db.activity.findFirstOrThrow({ where: { accountId }, orderBy: { seq: "desc" } });
    expect(line).toMatchObject({ permission: "account.send-link", byName: "", subjectName: "Nora Nil" });
    expect(await database.db.signUpRequest.count()).toBe(0);
  });

  it("whose address somebody took meanwhile is refused in a sentence", async () => {
    const { signUp } = await program();
    const { token } = await asked({ email: "late@example.com" });
    await signUp("late@example.com");
    expect(await confirmed(token)).toMatchObject({ outcome: "conflict", sentence: { key: "errors.address_taken" } });
  });

  it("wants a password that is good, also where the address is taken", async () => {
    const { operations } = await program();
    for (const email of [form.email, "free@example.com"]) {
      expect(await operations["account.request"].perform(stranger, { ...form, email, password: "password123" })).toMatchObject({ outcome: "invalid", fields: { password: {} } });
    }
  });
});
