import { randomInt } from "node:crypto";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { hashOf } from "@/lib/security/tokens";
import { goodPassword, onEachProgram, operator, stranger } from "@/lib/testing/program";

const form = {
  firstName: "Ada",
  lastName: "Holder",
  organisation: "Holder Ltd",
  email: "ada@example.com",
  password: goodPassword,
};

onEachProgram("An account", (program) => {
  it("is created by signing up: a holder with a session, a digital ID, a handle, and the first entry", async () => {
    const { operations, database, actorOf } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    const made = await operations["account.create"].perform(stranger, form);
    if (made.outcome !== "done") throw new Error(JSON.stringify(made));
    const ada = await actorOf(made.value.token);
    expect(ada.principal).toMatchObject({
      standing: "holder",
      name: "Ada Holder",
      login: "",
      accountName: "Holder Ltd",
    });
    expect(ada.credential.pendingStep).toBe(null);
    expect(ada.principal.digitalId).toMatch(/^\d{4}-\d{3}-\d{2}$/);
    expect(ada.principal.handle).toMatch(/^ah\d{5}-stw$/);
    expect(await verifyChain(database.db, ada.principal.accountId)).toEqual({ lines: 1, brokenAt: null });
    const line = await database.db.activity.findFirstOrThrow({ where: { accountId: ada.principal.accountId } });
    expect(line).toMatchObject({
      permission: "account.create",
      byId: ada.principal.personId,
      byName: "Ada Holder",
      changes: "[]",
    });
    const session = await database.db.session.findFirstOrThrow({ where: { personId: ada.principal.personId } });
    expect(session.tokenHash).toBe(hashOf(made.value.token));
    expect(inspect(await database.db.person.findMany())).not.toContain(goodPassword);
  });

  it("is refused if an account holder already has the address, in upper or lower case", async () => {
    const { operations, database } = await program();
    const before = await database.db.account.count();
    const refusals = [
      [stranger, "account.create", "errors.email.taken"],
      [operator, "account.open", "errors.email.exists"],
    ] as const;
    for (const [actor, permission, key] of refusals) {
      expect(await operations[permission].perform(actor, { ...form, email: "ADA@Example.com" })).toMatchObject({
        outcome: "invalid",
        fields: { email: { key } },
      });
    }
    expect(await database.db.account.count()).toBe(before);
  });

  it("opened by the operator has an entry by the operator, and a password change is due", async () => {
    const { operations, database } = await program();
    const opened = await operations["account.open"].perform(operator, {
      ...form,
      firstName: "Élise",
      email: "elise@example.com",
    });
    if (opened.outcome !== "done") throw new Error(JSON.stringify(opened));
    expect(opened.value.handle).toMatch(/^eh\d{5}-stw$/);
    const account = await database.db.account.findUniqueOrThrow({ where: { digitalId: opened.value.digitalId } });
    expect(await database.db.person.findUniqueOrThrow({ where: { id: account.holderId } })).toMatchObject({
      status: "change-due",
      kind: "holder",
    });
    const line = await database.db.activity.findFirstOrThrow({ where: { accountId: account.id } });
    expect(line).toMatchObject({
      permission: "account.open",
      byId: "",
      byName: "",
      subjectId: account.holderId,
      subjectName: "Élise Holder",
    });
    expect(await operations["account.open"].perform(stranger, form)).toMatchObject({ outcome: "forbidden" });
  });

  it("gets a handle with six digits once about half of those with five digits and the same initials are taken", async () => {
    const { database, reading, signUp } = await program();
    // With only two different digits, there are 32 handles of five digits per pair of initials.
    const digits = vi.spyOn(globalThis.crypto, "getRandomValues").mockImplementation((values) => {
      (values as unknown as Uint32Array)[0] = randomInt(2);
      return values;
    });
    const handles: string[] = [];
    while (handles.length < 40) handles.push((await signUp()).principal.handle);
    digits.mockRestore();
    expect(new Set(handles).size).toBe(40);
    expect(handles.slice(0, 4).every((handle) => /^ah[01]{5}-stw$/.test(handle))).toBe(true);
    const long = handles.filter((handle) => /^ah[01]{6}-stw$/.test(handle));
    expect(long.length).toBeGreaterThan(5);
    expect(handles.filter((handle) => /^ah[01]{5}-stw$/.test(handle)).length).toBe(40 - long.length);
    // A login finds the account holder by such a handle.
    const { findPersonToSignIn } = await import("@/lib/domain/accounts/store");
    const { handle, holderId } = await database.db.account.findFirstOrThrow({ where: { handle: long[0]! } });
    const found = await findPersonToSignIn(
      reading(stranger, "session.start"),
      parseSignIn(` ${handle.toUpperCase()} `),
    );
    expect(found?.id).toBe(holderId);
  });

  it("starts without users in the counters: the account holder does not count", async () => {
    expect(await (await program()).database.db.userCount.count()).toBe(0);
  });

  describe("has general information that", () => {
    let ada: Member;
    beforeAll(async () => {
      ada = await (await program()).signUp();
    });
    const details = {
      organisation: "Ltd",
      phone: "+33 1 23",
      address: "1, Street",
      postcode: "75001",
      city: "Paris",
      country: "France",
    };
    const lines = async () =>
      (await program()).database.db.activity.count({ where: { accountId: ada.principal.accountId } });

    it("can be changed once per version, with an entry about old and new values", async () => {
      const { operations, database } = await program();
      expect(await operations["account.edit"].perform(ada, { ...details, version: "0" })).toEqual({
        outcome: "done",
        value: { version: 1 },
      });
      expect(await operations["account.edit"].perform(ada, { ...details, city: "Lyon", version: "0" })).toMatchObject({
        outcome: "conflict",
      });
      expect(await operations["account.edit"].perform(ada, { ...details, version: "1" })).toEqual({
        outcome: "done",
        value: { version: 1 },
      });
      expect(await lines()).toBe(2);
      const line = await database.db.activity.findFirstOrThrow({
        where: { accountId: ada.principal.accountId, seq: 2 },
      });
      expect(JSON.parse(line.changes!)).toContainEqual({ field: "city", before: null, after: "Paris" });
      const seen = await operations["account.view"].perform(ada, {});
      expect(seen).toMatchObject({ outcome: "done", value: { ...details, holder: { firstName: "Ada" } } });
      // The answer contains only what a page shows, not, for example, the end of the chain.
      const { digitalId, handle } = ada.principal;
      const holder = { firstName: "Ada", lastName: "Holder", email: ada.principal.email };
      expect(seen).toEqual({
        outcome: "done",
        value: { ...details, version: 1, digitalId, handle, createdAt: expect.any(Date), holder },
      });
    });

    it.each([
      ["phone", "call me", "errors.phone"],
      ["address", "a\nb", "errors.text.characters"],
      ["city", "x".repeat(65), "errors.text.long"],
      ["version", "x", "errors.malformed"],
    ])("cannot have %s as %j", async (field, value, key) => {
      const { operations } = await program();
      const refused = await operations["account.edit"].perform(ada, { ...details, version: "1", [field]: value });
      expect(refused).toMatchObject({ outcome: "invalid", fields: { [field]: { key } } });
    });

    it("contains the account holder's name, which only they can change", async () => {
      const { operations, database } = await program();
      const renamed = { firstName: "Ada", lastName: "Lovelace" };
      expect(await operations["holder.rename"].perform(ada, renamed)).toMatchObject({ outcome: "done" });
      const before = await lines();
      expect(await operations["holder.rename"].perform(ada, renamed)).toMatchObject({ outcome: "done" });
      expect(await lines()).toBe(before);
      const line = await database.db.activity.findFirstOrThrow({
        where: { accountId: ada.principal.accountId },
        orderBy: { seq: "desc" },
      });
      expect(JSON.parse(line.changes!)).toEqual([{ field: "lastName", before: "Holder", after: "Lovelace" }]);
    });

    it("is separate from each person's own display name, language, time zone and theme", async () => {
      await loadLanguages();
      const { operations } = await program();
      const looks = { displayName: "Countess", language: "fr", timeZone: "Europe/London", theme: "dark" };
      expect(await operations["profile.edit"].perform(ada, looks)).toMatchObject({ outcome: "done" });
      expect(await operations["profile.view"].perform(ada, {})).toEqual({
        outcome: "done",
        value: { ...looks, undelivered: null },
      });
      for (const invalid of [
        { timeZone: "Mars/Olympus" },
        { theme: "pink" },
        { displayName: "x".repeat(65) },
        { timeZone: "+01:00" },
        { language: "de" },
        { language: "x\n" },
      ]) {
        const [field] = Object.keys(invalid);
        expect(await operations["profile.edit"].perform(ada, { ...looks, ...invalid })).toMatchObject({
          outcome: "invalid",
          fields: { [field!]: {} },
        });
      }
      const known = { ...looks, timeZone: "Asia/Calcutta" };
      expect(await operations["profile.edit"].perform(ada, known)).toMatchObject({ outcome: "done" });
      expect(await operations["profile.view"].perform(ada, {})).toMatchObject({ value: { timeZone: "Asia/Kolkata" } });
      expect(await operations["profile.edit"].perform(ada, { theme: "light" })).toMatchObject({ outcome: "done" });
      const value = { ...looks, timeZone: "Asia/Kolkata", theme: "light" };
      expect(await operations["profile.view"].perform(ada, {})).toEqual({
        outcome: "done",
        value: { ...value, undelivered: null },
      });
    });
  });
});
