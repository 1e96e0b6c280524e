import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram("The target of a change to users", (program) => {
  let ada: Member;
  beforeAll(async () => {
    ada = await (await program()).signUp();
  });

  let made = 0;
  async function add(privilege: "none" | "administrator") {
    const { operations, signIn } = await program();
    const login = `user${made++}`;
    const user = { login, email: `${login}@example.com`, privilege, description: "", invite: "on" };
    const added = await operations["users.add"].perform(ada, user);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    return signIn({ id: added.value.id, accountId: ada.principal.accountId });
  }

  const personOf = async ({ principal: { personId } }: Member) =>
    (await program()).database.db.person.findUniqueOrThrow({ where: { id: personId } });
  const edited = async (person: Member, fields: object) => {
    const { version, email, privilege, description } = await personOf(person);
    return { id: person.principal.personId, version: String(version), email, privilege, description, ...fields };
  };

  /** Makes the last authentication too old, in the database only: the actor that was read before keeps the old time. */
  const withOldProof = async ({ credential: { sessionId } }: Member) =>
    (await program()).database.writer.session.update({
      where: { id: sessionId },
      data: { provedAt: new Date(Date.now() - 11 * 60_000) },
    });

  const password = "violet kettle march ninety bridge";

  it("lets Administrators edit their own user, except the email address", async () => {
    const { operations } = await program();
    const root = await add("administrator");
    const refused = await operations["users.edit"].perform(
      root,
      await edited(root, { email: "thief@example.com", description: "me" }),
    );
    expect(refused).toMatchObject({ outcome: "invalid", fields: { email: { key: "errors.email.own" } } });
    expect(await personOf(root)).toMatchObject({ email: root.principal.email, description: "" });
    expect(await operations["users.edit"].perform(root, await edited(root, { description: "me" }))).toMatchObject({
      outcome: "done",
    });
    expect(
      await operations["users.edit"].perform(ada, await edited(root, { email: "moved@example.com" })),
    ).toMatchObject({ outcome: "done" });
  });

  it("needs re-authentication if it becomes an Administrator while its new password is hashed", async () => {
    const { operations } = await program();
    const [root, jane] = [await add("administrator"), await add("none")];
    const { provedAt } = await withOldProof(root);
    const setting = operations["users.set-password"].perform(
      { ...root, credential: { ...root.credential, provedAt } },
      // No test has hashed this one, so the hash takes its time.
      { id: jane.principal.personId, password: `violet kettle ${randomUUID()}` },
    );
    expect(
      await operations["users.edit"].perform(ada, await edited(jane, { privilege: "administrator" })),
    ).toMatchObject({ outcome: "done" });
    expect(await setting).toMatchObject({ outcome: "step_up" });
    expect((await personOf(jane)).passwordHash).toBe(null);
  });

  it("needs re-authentication if the last one becomes too old before the transaction", async () => {
    const { operations } = await program();
    const [root, other] = [await add("administrator"), await add("administrator")];
    await withOldProof(root);
    const { personId: id } = other.principal;
    const acts: Record<string, () => Promise<unknown>> = {
      "set a password": () => operations["users.set-password"].perform(root, { id, password }),
      "add an Administrator": () =>
        operations["users.add"].perform(root, {
          login: "late",
          email: "late@example.com",
          invite: "on",
          privilege: "administrator",
          description: "",
        }),
      "edit an address": async () =>
        operations["users.edit"].perform(root, await edited(other, { email: "late@example.com" })),
      "reset two-factor": () => operations["users.reset-two-factor"].perform(root, { id }),
      "require two-factor no more": () => operations["account.release-two-factor"].perform(root, {}),
      "ask for an address": () => operations["email.change"].perform(root, { email: "late@example.com" }),
    };
    const before = await personOf(other);
    for (const [act, perform] of Object.entries(acts))
      expect([act, await perform()]).toMatchObject([act, { outcome: "step_up" }]);
    expect(await personOf(other)).toEqual(before);
  });

  it("needs re-authentication to enable or restore an Administrator, but not for other users", async () => {
    const { operations } = await program();
    const root = await add("administrator");
    for (const [out, back] of [
      ["users.disable", "users.enable"],
      ["users.remove", "users.restore"],
    ] as const) {
      const [boss, martin] = [await add("administrator"), await add("none")];
      for (const { personId: id, login } of [boss.principal, martin.principal])
        expect(await operations[out].perform(ada, out === "users.remove" ? { id, login } : { id })).toMatchObject({
          outcome: "done",
        });
      await withOldProof(root);
      const shut = await personOf(boss);
      expect([back, await operations[back].perform(root, { id: boss.principal.personId })]).toMatchObject([
        back,
        { outcome: "step_up" },
      ]);
      expect(await personOf(boss)).toEqual(shut);
      expect(await operations[back].perform(root, { id: martin.principal.personId })).toMatchObject({
        outcome: "done",
      });
      expect(await operations[back].perform(ada, { id: boss.principal.personId })).toMatchObject({ outcome: "done" });
      // A target that needs no change is refused without re-authentication.
      expect(await operations[back].perform(root, { id: boss.principal.personId })).toMatchObject({
        outcome: "conflict",
      });
    }
  });

  it("gets no invitation while disabled or removed, but one afterwards, to its current address", async () => {
    const { operations, database } = await program();
    const jane = await add("none");
    const { personId: id } = jane.principal;
    const where = { personId: id, kind: "activation", state: "waiting" };
    const moved = `moved.${jane.principal.login}@example.com`;
    const invitations = async () =>
      (await database.db.mail.findMany({ where, select: { recipient: true } })).map(({ recipient }) => recipient);
    const links = () => database.db.link.count({ where: { personId: id, purpose: "activation" } });
    await database.writer.mail.updateMany({ where, data: { state: "sent", secret: null } });

    expect(await operations["users.disable"].perform(ada, { id })).toMatchObject({ outcome: "done" });
    expect(await operations["users.edit"].perform(ada, await edited(jane, { email: moved }))).toMatchObject({
      outcome: "done",
    });
    expect([await invitations(), await links()]).toEqual([[], 0]);
    // Restoring a disabled user sends no link either.
    await operations["users.remove"].perform(ada, { id, login: jane.principal.login });
    expect(await operations["users.restore"].perform(ada, { id })).toMatchObject({
      outcome: "done",
      value: { login: jane.principal.login },
    });
    expect([await invitations(), await links()]).toEqual([[], 0]);

    expect(await operations["users.enable"].perform(ada, { id })).toMatchObject({
      outcome: "done",
      value: { invited: { email: moved, until: null } },
    });
    expect([await invitations(), await links()]).toEqual([[moved], 1]);
    expect(await database.db.mail.count({ where: { personId: id, kind: "enabled" } })).toBe(0);
    await operations["users.remove"].perform(ada, { id, login: jane.principal.login });
    expect([await invitations(), await links()]).toEqual([[], 0]);
    expect(await operations["users.restore"].perform(ada, { id })).toMatchObject({
      outcome: "done",
      value: { invited: { email: moved } },
    });
    expect([await invitations(), await links()]).toEqual([[moved], 1]);
  });
});
