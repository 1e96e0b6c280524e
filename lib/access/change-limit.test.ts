import { beforeAll, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import { isRefusal } from "@/lib/isomorphic/result";
import { onEachProgram } from "@/lib/testing/program";

const most = 2;
const anHour = 3_600_000;

onEachProgram("Changes of one person", (program) => {
  beforeAll(async () => {
    await program();
    vi.stubEnv("STEWARD_CHANGES_PER_PERSON", String(most));
  });

  let names = 0;
  const save = async (who: Member, displayName = `Ada ${++names}`) =>
    (await program()).operations["profile.edit"].perform(who, { displayName, timeZone: "UTC", theme: "dark" });
  const linesOf = async ({ principal: { accountId, personId } }: Member) =>
    (await program()).database.db.activity.count({ where: { accountId, byId: personId } });

  /** An account holder whose only activity entry is the sign-up. */
  async function newcomer() {
    const holder = await (await program()).signUp();
    expect(await linesOf(holder)).toBe(1);
    return holder;
  }

  it("are limited per hour, also concurrently; a refusal saves nothing, writes no entry and says how long to wait", async () => {
    const { database } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    const ada = await newcomer();
    const answers = await Promise.all(Array.from({ length: 3 * most }, () => save(ada)));
    expect(answers.filter(({ outcome }) => outcome === "done")).toHaveLength(most);
    const refusals = answers.filter(isRefusal);
    for (const { outcome, sentence } of refusals)
      expect({ outcome, sentence }).toEqual({
        outcome: "too_many",
        sentence: { key: "errors.changes", params: { minutes: 60 } },
      });
    const { displayName } = await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } });
    expect(await save(ada, "Too much")).toMatchObject({ outcome: "too_many" });
    expect(await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } })).toMatchObject({
      displayName,
    });
    expect(await linesOf(ada)).toBe(1 + most);
    expect(await verifyChain(database.db, ada.principal.accountId)).toEqual({ lines: 1 + most, brokenAt: null });
  });

  it("do not count against others in the same or another account", async () => {
    const { operations, signIn } = await program();
    const [ada, stranger] = [await newcomer(), await newcomer()];
    const added = await operations["users.add"].perform(ada, {
      login: "jane",
      email: "jane@example.com",
      privilege: "none",
      description: "",
      invite: "on",
    });
    if (isRefusal(added)) throw new Error(added.sentence.key);
    const jane = await signIn({ id: added.value.id, accountId: ada.principal.accountId });
    for (let at = 0; at < most - 1; at++) expect(await save(ada)).toMatchObject({ outcome: "done" });
    expect(await save(ada)).toMatchObject({ outcome: "too_many" });
    expect(await save(jane)).toMatchObject({ outcome: "done" });
    expect(await save(stranger)).toMatchObject({ outcome: "done" });
  });

  it("do not count if nothing changed or the form was refused", async () => {
    const ada = await newcomer();
    for (let at = 0; at < 3 * most; at++) {
      expect(await save(ada, "Ada")).toMatchObject({ outcome: "done" });
      expect(await save(ada, "a".repeat(65))).toMatchObject({ outcome: "invalid" });
    }
    expect(await linesOf(ada)).toBe(2);
    for (let at = 0; at < most - 1; at++) expect(await save(ada)).toMatchObject({ outcome: "done" });
    expect(await save(ada)).toMatchObject({ outcome: "too_many" });
  });

  it("are possible again an hour later; logging out is always possible", async () => {
    const { operations, database } = await program();
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const ada = await newcomer();
      for (let at = 0; at < most; at++) await save(ada);
      expect(await save(ada)).toMatchObject({ outcome: "too_many" });
      await database.writer.session.updateMany({
        where: { id: ada.credential.sessionId },
        data: { lastSeenAt: new Date(Date.now() + anHour), expiresAt: new Date(Date.now() + 2 * anHour) },
      });
      vi.setSystemTime(Date.now() + anHour);
      for (let at = 0; at < most; at++) expect(await save(ada)).toMatchObject({ outcome: "done" });
      expect(await save(ada)).toMatchObject({ outcome: "too_many" });
      expect(await operations["session.end"].perform(ada, {})).toMatchObject({ outcome: "done" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("include logins, counted per network, so an attacker with the password cannot lock the user out elsewhere", async () => {
    const { database, operations } = await program();
    const { hashPassword } = await import("@/lib/security/password-hash");
    const { requests } = await import("@/lib/runtime/requests.mjs");
    const { currentRequest } = await import("@/lib/runtime/current-request");
    const { goodPassword, stranger } = await import("@/lib/testing/program");
    const ada = await newcomer();
    await database.writer.person.update({
      where: { id: ada.principal.personId },
      data: { passwordHash: await hashPassword(goodPassword) },
    });
    const logIn = (network: string) =>
      requests.run({ ...currentRequest(), network }, () =>
        operations["session.start"].perform(stranger, { id: ada.principal.digitalId, password: goodPassword }),
      );
    for (let at = 0; at < most; at++) expect(await logIn("192.0.2.1")).toMatchObject({ outcome: "done" });
    expect(await logIn("192.0.2.1")).toMatchObject({ outcome: "too_many" });
    expect(await logIn("192.0.2.2")).toMatchObject({ outcome: "done" });
    expect(await save(ada)).toMatchObject({ outcome: "done" });
  }, 60_000);
});
