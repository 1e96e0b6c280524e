import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { normalizeEmail } from "@/lib/isomorphic/email.mjs";
import { onEachProgram, operator, stranger } from "@/lib/testing/program";

onEachProgram("Emails that a typed address triggers", (program) => {
  const minute = 60_000;
  let holder: Member;
  beforeAll(() => loadLanguages());
  beforeEach(async () => {
    holder = await (await program()).signUp();
  });

  let made = 0;
  async function add(email: string, by = holder, fields: object = { invite: "on" }) {
    const { operations } = await program();
    const added = await operations["users.add"].perform(by, {
      login: `user${made++}`,
      email,
      privilege: "user",
      description: "",
      ...fields,
    });
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    return added.value;
  }

  /** Minutes from now until each email to an address may be sent, without void ones. */
  async function minutesOf(
    recipient: string,
    accountId: number | null = holder.principal.accountId,
  ): Promise<number[]> {
    const { database } = await program();
    const mails = await database.db.mail.findMany({
      where: { recipient, accountId, state: { not: "void" } },
      orderBy: { dueAt: "asc" },
    });
    return mails.map(({ dueAt }) => Math.round((dueAt.getTime() - Date.now()) / minute) + 0);
  }

  const newEmail = () => `stranger${made++}@example.org`;
  const answer = async () => (await import("@/lib/background/complete-pending")).completePending();

  it("are sent three per hour to one address; the others wait, and Emails received says until when", async () => {
    const { operations, database } = await program();
    const email = newEmail();
    for (let at = 0; at < 10; at++) await add(at % 2 ? email : email.toUpperCase());
    const due = [...(await minutesOf(email)), ...(await minutesOf(normalizeEmail(email.toUpperCase())))].toSorted(
      (a, b) => a - b,
    );
    expect(due).toEqual([0, 0, 0, 60, 60, 60, 120, 120, 120, 180]);
    const list = await operations["emails.list"].perform(holder, {});
    if (list.outcome !== "done") throw new Error(JSON.stringify(list));
    expect(list.value.emails.filter(({ until }) => until)).toHaveLength(7);
    const last = list.value.emails[0]!;
    expect(await operations["emails.view"].perform(holder, { id: last.id })).toMatchObject({
      value: { state: "waiting", until: last.until },
    });
    // Its link has the full lifetime, starting when the email is sent.
    const { linkId } = await database.db.mail.findUniqueOrThrow({ where: { id: last.id } });
    const { expiresAt } = await database.db.link.findUniqueOrThrow({ where: { id: linkId! } });
    expect(expiresAt.getTime()).toBe(last.until!.getTime() + 72 * 60 * minute);
    // The email to a removed user no longer waits, and frees its place for others.
    await operations["users.remove"].perform(holder, {
      id: (await database.db.mail.findUniqueOrThrow({ where: { id: last.id } })).personId!,
    });
    await add(email);
    expect((await minutesOf(email)).at(-1)).toBe(180);
  });

  it("keep delivered links valid while they wait, even if an Administrator sends more, and say that they wait", async () => {
    const { operations, database } = await program();
    const user = await add(newEmail());
    const sent = [];
    for (let at = 0; at < 4; at++) sent.push(await operations["users.send-link"].perform(holder, { id: user.id }));
    expect(sent.map((each) => each.outcome === "done" && each.value.until !== null)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const links = await database.db.link.findMany({ where: { personId: user.id } });
    const mails = await database.db.mail.findMany({
      where: { linkId: { in: links.map(({ id }) => id) } },
      orderBy: { leavesAt: "asc" },
    });
    expect(
      mails.map(({ state, leavesAt }) => [state, Math.round((leavesAt!.getTime() - Date.now()) / minute) + 0]),
    ).toEqual([
      ["waiting", 0],
      ["waiting", 60],
    ]);
  });

  it("are not delayed by another account's emails to the same address, and do not reveal them", async () => {
    const { signUp } = await program();
    const [other, email] = [await signUp(), newEmail()];
    for (let at = 0; at < 5; at++) await add(email, other);
    await add(email);
    expect(await minutesOf(email)).toEqual([0]);
  });

  it("include notices to an unconfirmed address: only the newest of each kind waits", async () => {
    const { operations, database, addUser, inAccount } = await program();
    const email = newEmail();
    const { id } = await addUser(holder, `user${made++}`, { email, privilege: "user" });
    for (let at = 0; at < 6; at++)
      for (const act of ["users.disable", "users.enable"] as const) await operations[act].perform(holder, { id });
    expect(await minutesOf(email)).toEqual([0, 0, 0, 60, 60]);
    const edit = async (to: string) => {
      const { version } = await database.db.person.findUniqueOrThrow({ where: { id } });
      return operations["users.edit"].perform(holder, {
        id,
        version: String(version),
        email: to,
        privilege: "user",
        description: "",
      });
    };
    const back = newEmail();
    for (let at = 0; at < 6; at++) await edit(at % 2 ? email : back);
    expect((await minutesOf(back)).filter((due) => due === 0)).toHaveLength(3);
    expect((await minutesOf(email)).filter((due) => due === 0)).toHaveLength(3);

    // Once a user has used a link that went there, all notices about their login are sent at once.
    const { newLink } = await import("@/lib/domain/mail-links/store");
    await edit(email);
    const { token } = await inAccount(holder, "users.edit", (auth) =>
      newLink(auth, { purpose: "activation", personId: id, hours: 1 }),
    );
    const password = "violet kettle march ninety bridge";
    expect(await operations["password.reset"].perform(stranger, { token, password, repeat: password })).toMatchObject({
      outcome: "done",
    });
    await database.writer.mail.deleteMany({ where: { accountId: holder.principal.accountId } });
    for (let at = 0; at < 3; at++)
      for (const act of ["users.disable", "users.enable"] as const) await operations[act].perform(holder, { id });
    expect(await minutesOf(email)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  describe("include those that people request about themselves:", () => {
    it("three password links are sent and one waits; the last sent link stays valid until then", async () => {
      const { operations } = await program();
      for (let at = 0; at < 6; at++) {
        await operations["password.forget"].perform(stranger, { id: holder.principal.email });
        await answer();
      }
      const { database } = await program();
      const mails = await database.db.mail.findMany({
        where: { recipient: holder.principal.email, kind: "reset" },
        orderBy: { leavesAt: "asc" },
      });
      expect(
        mails.map(({ state, leavesAt }) => [state, Math.round((leavesAt!.getTime() - Date.now()) / minute) + 0]),
      ).toEqual([
        ["void", 0],
        ["void", 0],
        ["waiting", 0],
        ["waiting", 60],
      ]);
    });

    it("requests of several users for the same new address wait in one queue per account", async () => {
      const { operations, database, signUp, signIn } = await program();
      const email = newEmail();
      for (let at = 0; at < 5; at++) {
        const { id } = await add(`asker${made++}@example.com`);
        await operations["email.change"].perform(await signIn({ id, accountId: holder.principal.accountId }), {
          email,
        });
      }
      await answer();
      expect(await minutesOf(email, null)).toEqual([0, 0, 0, 60, 60]);
      await operations["email.change"].perform(await signUp(), { email });
      await answer();
      expect(await minutesOf(email, null)).toEqual([0, 0, 0, 0, 60, 60]);
      expect(await database.db.mail.count({ where: { recipient: email, accountId: { not: null } } })).toBe(0);
    });

    it("the operator's notices to an unconfirmed address of an account holder count too", async () => {
      const { operations } = await program();
      const [one, two] = [newEmail(), newEmail()];
      for (let at = 0; at < 8; at++)
        await operations["email.set"].perform(operator, { id: holder.principal.digitalId, email: at % 2 ? two : one });
      expect((await minutesOf(one)).filter((due) => due === 0)).toHaveLength(3);
    });
  });

  it("do not use up the limit of the email for a required setup: three of those are sent per hour", async () => {
    const { inAccount } = await program();
    const { queueMail } = await import("@/lib/domain/mail/store");
    const email = newEmail();
    const to = { personId: (await add(email)).id, accountId: holder.principal.accountId, email, language: "" };
    const waits = async (kind: string) => {
      const mail = { to, kind } as Parameters<typeof queueMail>[1];
      return (await inAccount(holder, "users.edit", (auth) => queueMail(auth, mail)))!.until !== null;
    };
    expect([await waits("new-device"), await waits("factor-added"), await waits("codes-made")]).toEqual([
      false,
      false,
      true,
    ]);
    expect([await waits("enrol"), await waits("enrol"), await waits("enrol"), await waits("enrol")]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(await waits("factor-added")).toBe(true);
  });

  it("are sent a hundred per hour to all addresses that an account typed", async () => {
    const { inAccount } = await program();
    const { queueMail } = await import("@/lib/domain/mail/store");
    const { accountId } = holder.principal;
    const { id: personId } = await add(newEmail());
    const queue = (to: { personId: string; email: string }) =>
      inAccount(holder, "users.edit", (auth) =>
        queueMail(auth, { to: { ...to, accountId, language: "" }, kind: "password-set" }),
      );
    for (let at = 0; at < 99; at++) expect((await queue({ personId, email: newEmail() }))!.until).toBe(null);
    expect((await queue({ personId, email: newEmail() }))!.until).not.toBe(null);
    // Emails to a confirmed address do not count.
    expect((await queue(holder.principal))!.until).toBe(null);
  });
});
