import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { goodPassword, onEachProgram, stranger } from "@/lib/testing/program";

onEachProgram("The user's own password", (program) => {
  let ada: Member;
  beforeAll(async () => {
    const { operations, actorOf } = await program();
    const form = { firstName: "Ada", lastName: "Holder", email: "ada@example.com", password: goodPassword };
    const made = await operations["account.create"].perform(stranger, form);
    if (made.outcome !== "done") throw new Error(JSON.stringify(made));
    ada = await actorOf(made.value.token);
  });
  const another = "violet kettle march ninety bridge";
  const asked = (current: string, password: string, repeat = password) => ({ current, password, repeat });
  const hash = async () =>
    (await (await program()).database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } }))
      .passwordHash;

  it("can be changed with the current one, and all other sessions end", async () => {
    const { operations, database, signIn, actorOf } = await program();
    const before = await hash();
    await signIn({ id: ada.principal.personId, accountId: ada.principal.accountId });
    const change = (form: object) => operations["password.change"].perform(ada, form);
    expect(await change(asked("not it, not it", another))).toMatchObject({
      fields: { current: { key: "errors.password.current" } },
    });
    expect(await change(asked(`${goodPassword} `, another))).toMatchObject({
      fields: { current: { key: "errors.password.current_blank" } },
    });
    expect(await change(asked(goodPassword, another, "other"))).toMatchObject({
      fields: { repeat: { key: "errors.password.repeat" } },
    });
    expect(await change(asked(goodPassword, goodPassword))).toMatchObject({
      fields: { password: { key: "errors.password.same" } },
    });
    expect(await change(asked(goodPassword, "password123"))).toMatchObject({ outcome: "invalid" });
    expect(await hash()).toBe(before);
    const changed = await change(asked(goodPassword, another));
    if (changed.outcome !== "done") throw new Error(JSON.stringify(changed));
    expect(changed.value.ended).toBe(1);
    expect(await database.db.session.findMany({ select: { id: true } })).toEqual([{ id: ada.credential.sessionId }]);
    // The session has a new token. The old one no longer works.
    expect(await change(asked(another, goodPassword))).toMatchObject({ outcome: "signed_out" });
    ada = await actorOf(changed.value.token);
    const line = await database.db.activity.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(line).toMatchObject({ permission: "password.change", changes: "[]" });
  });

  it("set by an Administrator only allows the user to change it", async () => {
    const { operations, database, signIn } = await program();
    const form = {
      login: "jane",
      email: "jane@example.com",
      password: goodPassword,
      privilege: "user",
      mustChange: "on",
    };
    const added = await operations["users.add"].perform(ada, form);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    const counted = async () => {
      const rows = await database.db.userCount.findMany({ where: { count: { gt: 0 } } });
      return rows.map(({ privilege, status, count }) => `${count} ${privilege} ${status}`);
    };
    const jane = await signIn({ id: added.value.id, accountId: ada.principal.accountId });
    expect(jane.credential.pendingStep).toBe("password");
    expect(await operations["users.list"].perform(jane, {})).toMatchObject({
      outcome: "forbidden",
      sentence: { key: "outcomes.password_due" },
    });
    expect(await operations["password.change"].perform(jane, asked(goodPassword, another))).toMatchObject({
      outcome: "forbidden",
    });
    expect(
      await operations["password.renew"].perform(jane, { password: goodPassword, repeat: goodPassword }),
    ).toMatchObject({
      fields: { password: { key: "errors.password.same" } },
    });
    expect(await counted()).toEqual(["1 user change-due"]);
    expect(await operations["password.renew"].perform(jane, { password: another, repeat: another })).toMatchObject({
      outcome: "done",
    });
    expect(await counted()).toEqual(["1 user enabled"]);
    expect(
      await operations["users.list"].perform(
        await signIn({ id: added.value.id, accountId: ada.principal.accountId }),
        {},
      ),
    ).toMatchObject({ outcome: "done" });
    // A second form sent at the same time has the old token, which is gone.
    expect(
      await operations["password.renew"].perform(jane, { password: goodPassword, repeat: goodPassword }),
    ).toMatchObject({ outcome: "signed_out" });
  });

  it("must not contain the user's own words, and is never shown", async () => {
    await loadLanguages();
    const { operations } = await program();
    const seen = await operations["security.view"].perform(ada, {});
    if (seen.outcome !== "done") throw new Error(JSON.stringify(seen));
    expect(Object.keys(seen.value).toSorted()).toEqual([
      "codes",
      "factors",
      "history",
      "moreSessions",
      "otherNotices",
      "passwordChangedAt",
      "sessions",
      "words",
    ]);
    expect(seen.value.words).toEqual([
      "ada@example.com",
      "Ada",
      "Holder",
      ada.principal.digitalId,
      ada.principal.handle,
      "Steward",
    ]);
  });
});
