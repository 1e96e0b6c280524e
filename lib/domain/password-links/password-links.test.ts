import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { requests } from "@/lib/runtime/requests.mjs";
import { goodPassword, onEachProgram, requestFrom, stranger } from "@/lib/testing/program";

onEachProgram("A password link for an address in two accounts", (program) => {
  const shared = "both@example.com";
  let attacker: Member;
  let victim: Member;
  const [jane, eve]: { id: string; accountId: number }[] = [
    { id: "", accountId: 0 },
    { id: "", accountId: 0 },
  ];

  beforeAll(async () => {
    const { signUp } = await program();
    [attacker, victim] = [await signUp(), await signUp()];
    Object.assign(eve!, await added(attacker, "eve"));
    Object.assign(jane!, await added(victim, "jane"));
  });

  const added = async (holder: Member, login: string, email = shared) =>
    (await program()).addUser(holder, login, { email, proved: true });

  /** Requests a link from a distinct IP address, and lets the program answer. */
  async function asked(id: string) {
    const { operations } = await program();
    const { completePending } = await import("@/lib/background/complete-pending");
    const from = requestFrom("198.51.100.77");
    const answer = await requests.run(from, () => operations["password.forget"].perform(stranger, { id }));
    await completePending();
    return answer;
  }

  const mailsOf = async (accountId: number) =>
    (await program()).database.db.mail.findMany({
      where: { accountId, kind: "reset" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  const newestOf = async (accountId: number) => (await mailsOf(accountId)).at(-1)!;
  const linesOf = async (accountId: number) =>
    (await program()).database.db.activity.findMany({
      where: { accountId, permission: "password.send-link" },
      orderBy: { seq: "asc" },
    });
  async function tokenOf(accountId: number): Promise<string> {
    const { decrypt } = await import("@/lib/security/encryption");
    const mail = await newestOf(accountId);
    return decrypt(`mail ${mail.id}`, mail.secret!)!;
  }
  const deleteLimits = async () => (await program()).database.writer.limit.deleteMany();

  it("is one email, link and entry per account, only about its own people, without the origin of the request", async () => {
    const { database, operations } = await program();
    expect(await asked(shared.toUpperCase())).toEqual({ outcome: "done", value: null });
    for (const [holder, person, other] of [
      [attacker, eve, victim],
      [victim, jane, attacker],
    ] as const) {
      const { accountId } = holder.principal;
      const [mail, ...more] = await mailsOf(accountId);
      expect(more).toEqual([]);
      expect(mail).toMatchObject({ personId: person!.id, recipient: shared, language: "en" });
      const [line, ...others] = await linesOf(accountId);
      expect(others).toEqual([]);
      expect(line).toMatchObject({ subjectId: person!.id, changes: "[]" });
      const stored = JSON.stringify([mail, line]);
      for (const foreign of [
        other.principal.digitalId,
        other.principal.handle,
        other.principal.personId,
        "198.51.100.77",
      ])
        expect(stored).not.toContain(foreign);
      const seen = await operations["password.view-link"].perform(stranger, { token: await tokenOf(accountId) });
      if (seen.outcome !== "done" || !seen.value) throw new Error(JSON.stringify(seen));
      expect(seen.value.people.map(({ id }) => id)).toEqual([person!.id]);
      expect(JSON.stringify(seen)).not.toContain(other.principal.digitalId);
    }
    expect(await database.db.resetRequest.count()).toBe(0);
  });

  it("stays valid regardless of what the other account does", async () => {
    const { operations, signIn } = await program();
    const token = await tokenOf(victim.principal.accountId);
    const proved = await signIn({ id: attacker.principal.personId, accountId: attacker.principal.accountId });
    for (const act of [
      "users.set-password",
      "users.send-link",
      "users.disable",
      "users.enable",
      "users.remove",
      "users.restore",
    ] as const) {
      const form = { id: eve!.id, ...(act === "users.set-password" && { password: goodPassword }) };
      expect([act, await operations[act].perform(proved, form)]).toMatchObject([act, { outcome: "done" }]);
    }
    const theirs = await asked(`${attacker.principal.digitalId}/eve`);
    expect(theirs).toMatchObject({ outcome: "done" });
    // Links that the other account made since do not affect this one.
    expect(await operations["password.view-link"].perform(stranger, { token })).toMatchObject({
      value: { people: [{ id: jane!.id }] },
    });
    const form = { token, password: "violet kettle march ninety bridge", repeat: "violet kettle march ninety bridge" };
    expect(await operations["password.reset"].perform(stranger, { ...form, person: eve!.id })).toMatchObject({
      outcome: "invalid",
    });
    expect(await operations["password.reset"].perform(stranger, form)).toMatchObject({
      outcome: "done",
      value: { id: `${victim.principal.digitalId}/jane` },
    });
  });

  it("reaches the user even if another account has many logins with the address, and contains none of them", async () => {
    await deleteLimits();
    for (let at = 0; at < 21; at++) await added(attacker, `crowd${at}`, "late@example.com");
    const last = await added(victim, "late", "late@example.com");
    await asked("late@example.com");
    expect(await newestOf(victim.principal.accountId)).toMatchObject({
      personId: last.id,
      recipient: "late@example.com",
    });
    const { ids } = JSON.parse((await newestOf(victim.principal.accountId)).params) as { ids: string };
    expect(ids).toBe(`${victim.principal.digitalId}/late`);
  });

  it("works with the address in any form, also for a link from before", async () => {
    await deleteLimits();
    const { operations, inAccount } = await program();
    const { newLink } = await import("@/lib/domain/mail-links/store");
    const people = [
      await added(attacker, "karin", "karin@xn--mller-bro-q9ag.example"),
      await added(attacker, "karin.b", "karin@müller-büro.example"),
    ];
    for (const typed of [
      "Karin@MÜLLER-BÜRO.example",
      "karin@xn--mller-bro-q9ag.example",
      "kari\u00adn@mu\u0308ller-bu\u0308ro.example",
    ]) {
      const before = (await mailsOf(attacker.principal.accountId)).length;
      await asked(typed);
      expect((await mailsOf(attacker.principal.accountId)).length).toBe(before + 1);
      expect(JSON.parse((await newestOf(attacker.principal.accountId)).params)).toMatchObject({
        ids: `${attacker.principal.digitalId}/karin\n${attacker.principal.digitalId}/karin.b`,
      });
    }
    const data = JSON.stringify({ ids: people.map(({ id }) => id), emailKey: "karin@müller-büro.example" });
    const personId = people[0]!.id;
    const { token } = await inAccount(attacker, "users.send-link", (auth) =>
      newLink(auth, { purpose: "reset", personId, hours: 1, data }),
    );
    expect(await operations["password.view-link"].perform(stranger, { token })).toMatchObject({
      value: { people: people.map(({ id }) => ({ id })) },
    });
  });

  it("counts per account: using up one account's limit does not affect another", async () => {
    await deleteLimits();
    const before = await mailsOf(victim.principal.accountId);
    for (let at = 0; at < 4; at++) await asked(`${attacker.principal.digitalId}/eve`);
    const of = async (holder: Member) =>
      (await mailsOf(holder.principal.accountId)).filter(({ recipient }) => recipient === shared).length;
    const own = await of(attacker);
    await asked(shared);
    expect(await of(attacker)).toBe(own);
    expect((await mailsOf(victim.principal.accountId)).length).toBe(before.length + 1);
  });

  it("requested by ID names the origin of the request, because it concerns only one account", async () => {
    await deleteLimits();
    const before = (await mailsOf(attacker.principal.accountId)).length;
    await asked(`${victim.principal.digitalId}/jane`);
    expect(JSON.parse((await newestOf(victim.principal.accountId)).params)).toMatchObject({ address: "198.51.100.77" });
    expect((await linesOf(victim.principal.accountId)).at(-1)!.changes).toContain("198.51.100.77");
    expect((await mailsOf(attacker.principal.accountId)).length).toBe(before);
  });

  it("is not affected by attempts to send links to users of other accounts; unknown ids create no limit", async () => {
    await deleteLimits();
    const { database, operations, signIn } = await program();
    const actor = await signIn({ id: attacker.principal.personId, accountId: attacker.principal.accountId });
    for (let at = 0; at < 6; at++) {
      for (const id of [jane!.id, victim.principal.personId, `nobody${at}`])
        expect(await operations["users.send-link"].perform(actor, { id })).toMatchObject({ outcome: "not_found" });
    }
    expect(await database.db.limit.count()).toBe(0);
    const before = (await mailsOf(victim.principal.accountId)).length;
    await asked(`${victim.principal.digitalId}/jane`);
    expect((await mailsOf(victim.principal.accountId)).length).toBe(before + 1);
  });
});
