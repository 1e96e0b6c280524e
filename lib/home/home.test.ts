import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/actor";
import { goodPassword, onEachProgram, stranger } from "@/prisma/test-program";

onEachProgram("Home", (program) => {
  let holder: Member;
  beforeAll(async () => {
    holder = await (await program()).signUp();
  });

  const seenBy = async (member: Member) => {
    const seen = await (await program()).operations["home.view"].perform(member, {});
    if (seen.outcome !== "done") throw new Error(JSON.stringify(seen));
    return seen.value;
  };
  const add = async (login: string, privilege: string, mustChange = "") => {
    const form = { login, email: "u@example.com", password: goodPassword, privilege, ...(mustChange && { mustChange }) };
    const added = await (await program()).operations["users.add"].perform(holder, form);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    return { id: added.value.id, accountId: holder.accountId };
  };

  it("of an account with nobody but its holder has nobody to count", async () => {
    expect(await seenBy(holder)).toEqual({
      users: { counts: [], neverSignedIn: { count: 0, logins: [] }, changeDue: { count: 0, logins: [] }, administrators: [] },
    });
  });

  it("counts who may log in and never did, until they log in or may not, and names whom to ask", async () => {
    const { authorize, database, operations, signIn } = await program();
    const { noteSignIn } = await import("@/lib/accounts/store");
    await add("root.b", "administrator");
    const jane = await add("jane", "user", "on");
    const martin = await add("martin", "none");
    const { users } = await seenBy(holder);
    expect(users).toMatchObject({
      neverSignedIn: { count: 3, logins: ["martin", "jane", "root.b"] },
      changeDue: { count: 1, logins: ["jane"] },
      administrators: [],
    });
    expect(users.counts.map(({ privilege, status, count }) => `${privilege} ${status} ${count}`).toSorted()).toEqual(
      ["administrator enabled 1", "none enabled 1", "user change-due 1"],
    );

    const seen = await database.db.person.findUniqueOrThrow({ where: { id: martin.id } });
    await database.transaction((tx) => noteSignIn(authorize(stranger, "session.start", tx), seen, null));
    expect((await seenBy(holder)).users.neverSignedIn).toEqual({ count: 2, logins: ["jane", "root.b"] });
    expect((await seenBy(await signIn(martin))).users.administrators).toEqual(["root.b"]);

    const act = (permission: "users.disable" | "users.enable" | "users.remove") => operations[permission].perform(holder, { id: jane.id });
    await act("users.disable");
    expect((await seenBy(holder)).users).toMatchObject({ neverSignedIn: { count: 1 }, changeDue: { count: 0, logins: [] } });
    await act("users.enable");
    expect((await seenBy(holder)).users).toMatchObject({ neverSignedIn: { count: 2 }, changeDue: { count: 1 } });
    await act("users.remove");
    expect((await seenBy(holder)).users).toMatchObject({ neverSignedIn: { count: 1, logins: ["root.b"] }, changeDue: { count: 0 } });
  });

  it("shows the same as the list that it leads to", async () => {
    const { operations } = await program();
    const { users } = await seenBy(holder);
    for (const [status, some] of [["never-signed-in", users.neverSignedIn], ["change-due", users.changeDue]] as const) {
      const listed = await operations["users.list"].perform(holder, { status });
      if (listed.outcome !== "done") throw new Error(JSON.stringify(listed));
      expect([listed.value.total, listed.value.users.map(({ login }) => login)]).toEqual([some.count, some.logins]);
    }
  });
});
