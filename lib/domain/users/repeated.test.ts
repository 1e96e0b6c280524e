import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { isRefusal } from "@/lib/isomorphic/result";
import { countersAndTruth } from "@/lib/testing/counters";
import { goodPassword, onEachProgram } from "@/lib/testing/program";

const otherPassword = "violet kettle march ninety bridge";
const taken = { outcome: "invalid", fields: { login: { key: "errors.login.taken" } } };

onEachProgram("Add a user, sent again because the answer was lost", (program) => {
  let ada: Member;
  beforeAll(async () => {
    ada = await (await program()).signUp();
  });

  let made = 0;
  const fieldsOf = (login: string) => ({
    login,
    email: `${login}@example.com`,
    privilege: "user",
    description: "Night shift",
  });
  const withPassword = (fields: object = {}) => ({
    ...fieldsOf(`user${made++}`),
    password: goodPassword,
    mustChange: "on",
    ...fields,
  });
  // Invitations need no hash, so most tests use them.
  const invited = (fields: object = {}) => ({ ...fieldsOf(`user${made++}`), invite: "on", ...fields });
  type Form = ReturnType<typeof fieldsOf>;
  const decomposed = (form: Form & { password?: string }) =>
    form.password && { password: form.password.normalize("NFD") };

  const add = async (form: object, by = ada) => (await program()).operations["users.add"].perform(by, form);
  const added = async (form: Form, by = ada) => {
    const result = await add(form, by);
    if (isRefusal(result)) throw new Error(JSON.stringify(result));
    return result.value;
  };

  /** Everything that must not happen twice. */
  async function storedState() {
    const { db } = (await program()).database;
    const { accountId } = ada.principal;
    const [users, lines, mails, links, account, counts] = await Promise.all([
      db.person.findMany({ where: { accountId }, orderBy: { number: "asc" } }),
      db.activity.count({ where: { accountId } }),
      db.mail.count({ where: { accountId } }),
      db.link.count({ where: { accountId } }),
      db.account.findUniqueOrThrow({ where: { id: accountId } }),
      countersAndTruth(db, accountId),
    ]);
    expect(counts.counters).toEqual(counts.truth);
    return {
      users,
      lines,
      mails,
      links,
      account,
      counts: await db.userCount.findMany({ where: { accountId }, orderBy: { status: "asc" } }),
    };
  }

  it("says that the user exists, and repeats nothing: no user, entry, email, link or count", async () => {
    for (const form of [
      withPassword({ password: "crème brûlée zebra lantern" }),
      invited(),
      invited({ privilege: "none", description: "" }),
    ]) {
      const first = await added(form);
      expect(first).toMatchObject({ login: form.login, repeated: false });
      const before = await storedState();
      // The form is as tolerant as the first time: spaces around values, and another normal form of the password.
      const again = { ...form, login: ` ${form.login} `, email: ` ${form.email} `, ...decomposed(form) };
      expect(await add(again)).toMatchObject({
        outcome: "done",
        value: { id: first.id, login: form.login, email: form.email, repeated: true },
      });
      expect(await storedState()).toEqual(before);
    }
  });

  it("says that the username is taken if anything differs: spelling, address, privilege, description, switch or invitation", async () => {
    const [form, asked] = [withPassword({ mustChange: undefined }), invited()];
    await added(form);
    await added(asked);
    const others: object[] = [
      { ...asked, login: asked.login.toUpperCase() },
      { ...asked, email: "another@example.com" },
      { ...asked, email: asked.email.toUpperCase() },
      { ...asked, privilege: "none" },
      { ...asked, description: "" },
      { ...asked, description: "night shift" },
      { ...form, mustChange: "on" },
      { ...form, invite: "on" },
    ];
    const before = await storedState();
    for (const other of others) expect([other, await add(other)]).toMatchObject([other, taken]);
    expect(await storedState()).toEqual(before);
  });

  describe("is no repetition, and the username is taken,", () => {
    type Later = { id: string; form: Form };
    const perform = async (
      permission: "users.edit" | "users.disable" | "users.enable" | "users.remove" | "users.set-password",
      input: object,
    ) => (await program()).operations[permission].perform(ada, input);
    const edit = ({ id, form: { email, privilege } }: Later, version: string, description: string) =>
      perform("users.edit", { id, version, email, privilege, description });

    const since: Record<string, (user: Later) => Promise<unknown>> = {
      "if the user was edited, even if the edit was undone": async (user) => {
        await edit(user, "0", "changed");
        return edit(user, "1", user.form.description);
      },
      "if the user was disabled": ({ id }) => perform("users.disable", { id }),
      "if the user was disabled and enabled": async ({ id }) => {
        await perform("users.disable", { id });
        return perform("users.enable", { id });
      },
      "if the user was removed": ({ id }) => perform("users.remove", { id }),
      "if a password was set": ({ id }) => perform("users.set-password", { id, password: otherPassword }),
    };
    it.each(Object.entries(since))("%s", async (_what, happens) => {
      const form = invited();
      const { id } = await added(form);
      expect(await happens({ id, form })).toMatchObject({ outcome: "done" });
      const before = await storedState();
      expect(await add(form)).toMatchObject(taken);
      expect(await storedState()).toEqual(before);
    });

    // Other events, none of which counts as an edit. Each one alone is enough.
    const moment = new Date("2026-11-24T10:00:00Z");
    const seen: Record<string, object> = {
      "if the user logged in": { lastLoginAt: moment },
      "if the user set a password with the activation link": { passwordChangedAt: moment },
      "if the user is no longer invited": { invited: false, status: "enabled" },
      "if a password change is due": { changeDue: true },
      "if the user is removed": { removedAt: moment, status: "removed", removed: true },
      "if the user is disabled": { disabledAt: moment, status: "disabled" },
      "if an hour has passed": { createdAt: new Date(Date.now() - 3_601_000) },
    };
    it.each(Object.entries(seen))("%s", async (_what, data) => {
      const { writer } = (await program()).database;
      const form = invited();
      const { id } = await added(form);
      await writer.person.update({ where: { id }, data: { createdAt: new Date(Date.now() - 3_590_000) } });
      expect(await add(form)).toMatchObject({ outcome: "done", value: { repeated: true } });
      await writer.person.update({ where: { id }, data });
      expect(await add(form)).toMatchObject(taken);
    });

    it("if another Administrator sends it, even one with the same name", async () => {
      const { signIn, signUp, database } = await program();
      const holder = await signUp();
      const { id } = await added(invited({ privilege: "administrator" }), holder);
      const boss = {
        ...(await signIn({ id, accountId: holder.principal.accountId })),
        knownAs: holder.principal.knownAs,
      };
      const form = invited();
      await added(form, holder);
      expect(await add(form, boss)).toMatchObject(taken);
      expect(await add(form, holder)).toMatchObject({ outcome: "done", value: { repeated: true } });
      expect(await database.db.person.count({ where: { accountId: holder.principal.accountId } })).toBe(3);
    });
  });

  it("is an ordinary first try in another account", async () => {
    const form = invited();
    await added(form);
    const eve = await (await program()).signUp();
    expect(await add(form, eve)).toMatchObject({ outcome: "done", value: { repeated: false } });
  });

  it(
    "reveals no password: wrong ones count as login tries for the user, and a wait hides a correct one",
    { timeout: 60_000 },
    async () => {
      const { database } = await program();
      const { triesToLogIn } = await import("@/lib/domain/sessions/rules");
      const form = withPassword();
      const { id } = await added(form);
      const where = { key: triesToLogIn(id, false) };
      const tries = async () => (await database.db.limit.findUnique({ where }))?.count ?? 0;
      expect(await add({ ...form, password: otherPassword })).toMatchObject(taken);
      expect(await tries()).toBe(1);
      await database.writer.limit.update({ where, data: { waitUntil: BigInt(Date.now() + 60_000) } });
      expect(await add(form)).toMatchObject(taken);
      await database.writer.limit.update({ where, data: { waitUntil: 0n } });
      expect(await add(form)).toMatchObject({ outcome: "done", value: { repeated: true } });
      expect(await tries()).toBe(0);
    },
  );

  it("adds one user if two equal forms arrive at the same time; the second answer says so", async () => {
    for (const form of [withPassword(), invited()]) {
      const answers = await Promise.all([add(form), add(form)]);
      expect(answers.map((answer) => !isRefusal(answer) && answer.value.repeated).toSorted()).toEqual([false, true]);
    }
  });
});
