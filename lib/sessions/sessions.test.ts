import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Member, Stranger } from "@/lib/actor";
import type { findSession as Find, touchSession as Touch } from "@/lib/sessions/store";
import { goodPassword, onEachProgram, stranger } from "@/prisma/test-program";

const minute = 60_000;

onEachProgram("A session", (program) => {
  let ada: Member;
  let find: (minutesOn?: number, tokenHash?: string) => ReturnType<typeof Find>;
  let touch: typeof Touch;

  beforeAll(async () => {
    const { database, signUp } = await program();
    const { findSession, touchSession } = await import("@/lib/sessions/store");
    ada = await signUp();
    touch = touchSession;
    find = (minutesOn = 0, tokenHash = ada.tokenHash) => findSession(database.db, { tokenHash, now: new Date(Date.now() + minutesOn * minute) });
  });
  const change = async (data: object) => (await program()).database.writer.session.update({ where: { id: ada.sessionId }, data });

  it("is found by the hash of its token alone", async () => {
    expect(await find()).toMatchObject({ id: ada.sessionId, person: { id: ada.personId, privilege: "holder", changeDue: false } });
    for (const hash of ["", "0".repeat(64), ada.tokenHash.toUpperCase(), `${ada.tokenHash} `]) expect(await find(0, hash)).toBeNull();
  });

  it("ends after half an hour without a request, and after its hours whatever happens", async () => {
    expect(await find(29)).not.toBeNull();
    expect(await find(31)).toBeNull();
    await change({ lastSeenAt: new Date(Date.now() + 61 * minute) });
    expect(await find(59)).not.toBeNull();
    expect(await find(61)).toBeNull();
    await change({ lastSeenAt: new Date() });
  });

  it("notes when it was used, at most once a minute", async () => {
    const session = (await find())!;
    await touch(session, new Date(session.lastSeenAt.getTime() + 59_000));
    expect((await find())!.lastSeenAt).toEqual(session.lastSeenAt);
    await touch(session, new Date(session.lastSeenAt.getTime() + minute));
    expect((await find())!.lastSeenAt.getTime()).toBe(session.lastSeenAt.getTime() + minute);
  });

  it("ends with logging out, and opens nothing any more", async () => {
    const { operations, database } = await program();
    const { db } = database;
    const lines = () => db.activity.count({ where: { accountId: ada.accountId } });
    const before = await lines();
    expect(await operations["session.end"].perform(ada, {})).toEqual({ outcome: "done", value: null });
    expect([await find(), await lines()]).toEqual([null, before + 1]);
    expect(await operations["profile.edit"].perform(ada, { displayName: "x", timeZone: "", theme: "dark" })).toMatchObject({ outcome: "signed_out" });
    expect(await operations["session.end"].perform(ada, {})).toMatchObject({ outcome: "signed_out" });
    expect(await lines()).toBe(before + 1);
  });

  it("opens nothing to somebody who is disabled or removed, though its row is there", async () => {
    const { operations, database, signIn, signUp } = await program();
    const { seedUsers } = await import("@/prisma/seed");
    const holder = await signUp();
    await seedUsers(database, holder.accountId, 20);
    const user = await database.db.person.findFirstOrThrow({ where: { accountId: holder.accountId, kind: "user", status: "enabled" } });
    await operations["users.disable"].perform(holder, { id: user.id });
    await expect(signIn(user)).rejects.toThrow("lets nobody in");
    await operations["users.enable"].perform(holder, { id: user.id });
    expect(await signIn(user)).toMatchObject({ personId: user.id });
    await operations["users.remove"].perform(holder, { id: user.id, login: user.login });
    await expect(signIn(user)).rejects.toThrow("lets nobody in");
  });

  describe("of a user", () => {
    it("is shown with others that are alive, ten at most, and to their own account alone", async () => {
      const { operations, database, signIn, signUp } = await program();
      const { seedUsers } = await import("@/prisma/seed");
      const holder = await signUp();
      await seedUsers(database, holder.accountId, 20);
      const user = await database.db.person.findFirstOrThrow({ where: { accountId: holder.accountId, kind: "user", status: "enabled" } });
      for (let at = 0; at < 12; at++) await signIn(user, new Date(Date.now() - at * minute));
      const shown = await operations["users.sessions"].perform(holder, { id: user.id });
      if (shown.outcome !== "done") throw new Error(JSON.stringify(shown));
      expect(shown.value).toHaveLength(10);
      expect(Object.keys(shown.value[0]!).toSorted()).toEqual(["address", "browser", "id", "lastSeenAt", "system"]);
      const order = shown.value.map(({ lastSeenAt }) => lastSeenAt);
      expect(order).toEqual(order.toSorted().toReversed());
      expect(await operations["users.sessions"].perform(await signUp(), { id: user.id })).toMatchObject({ outcome: "not_found" });
      expect(await operations["users.disable"].perform(holder, { id: user.id })).toMatchObject({ value: { ended: 12 } });
    });
  });
});

onEachProgram("Logging in", (program) => {
  const email = "ada@example.com";
  let ada: Member;

  beforeAll(async () => {
    const { operations, actorOf } = await program();
    const made = await operations["account.create"].perform(stranger, { firstName: "Ada", lastName: "Holder", email, password: goodPassword });
    if (made.outcome !== "done") throw new Error(JSON.stringify(made));
    ada = await actorOf(made.value.token);
    const user = { login: "Jane", email: "j@example.com", password: goodPassword, privilege: "user", mustChange: "on" };
    await operations["users.add"].perform(ada, user);
  });

  const logIn = async (id: string, password: string, browser: Partial<Stranger["browser"]> = {}) =>
    (await program()).operations["session.start"].perform({ ...stranger, browser: { ...stranger.browser, ...browser } }, { id, password, next: "/account" });

  it("takes each of somebody's names, and replaces the session that the browser had", async () => {
    const { actorOf } = await program();
    let token = "";
    for (const id of [ada.digitalId.replaceAll("-", " "), ada.handle.toUpperCase(), ` ${email} `]) {
      const entered = await logIn(id, goodPassword, { token });
      if (entered.outcome !== "done") throw new Error(JSON.stringify(entered));
      expect(entered.value).toMatchObject({ owes: null, next: "/account" });
      if (token) await expect(actorOf(token)).rejects.toThrow("lets nobody in");
      token = entered.value.token;
      expect(await actorOf(token)).toMatchObject({ personId: ada.personId });
    }
    const jane = await logIn(`${ada.digitalId}/JANE`, goodPassword);
    expect(jane).toMatchObject({ outcome: "done", value: { owes: "password" } });
  });

  it("gives the unknown, the wrong, the disabled and the removed one and the same answer", async () => {
    const { operations, database } = await program();
    const jane = await database.db.person.findFirstOrThrow({ where: { loginKey: "jane" } });
    const id = `${ada.digitalId}/jane`;
    const answers = [await logIn(id, "wrong wrong wrong"), await logIn("9999-999-99/jane", goodPassword), await logIn("nobody", goodPassword)];
    await operations["users.disable"].perform(ada, { id: jane.id });
    answers.push(await logIn(id, goodPassword));
    await operations["users.enable"].perform(ada, { id: jane.id });
    await operations["users.remove"].perform(ada, { id: jane.id });
    answers.push(await logIn(id, goodPassword));
    await operations["users.restore"].perform(ada, { id: jane.id });
    await database.writer.person.update({ where: { id: jane.id }, data: { passwordHash: null } });
    answers.push(await logIn(id, goodPassword));
    for (const answer of answers) expect(answer).toEqual({ outcome: "invalid", sentence: { key: "errors.sign_in" } });
    expect(await database.db.session.count({ where: { personId: jane.id } })).toBe(0);
  });

  it("waits after five wrong tries at one name, however it is written, and lets a known browser in", async () => {
    const { database } = await program();
    await database.writer.limit.deleteMany();
    const known = await logIn(email, goodPassword);
    if (known.outcome !== "done") throw new Error(JSON.stringify(known));
    const names = [email, "ADA@example.com", ada.digitalId, ada.handle, ada.digitalId.replaceAll("-", "")];
    for (const name of names) expect(await logIn(name, "wrong wrong wrong")).toMatchObject({ sentence: { key: "errors.sign_in" } });
    expect(await logIn(email, goodPassword)).toMatchObject({ outcome: "too_many", sentence: { key: "errors.wait_seconds" } });
    expect(await logIn(email, goodPassword, { known: known.value.known })).toMatchObject({ outcome: "done" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    try {
      expect(await logIn(ada.handle, goodPassword)).toMatchObject({ outcome: "done" });
    } finally {
      vi.useRealTimers();
    }
  });
});
