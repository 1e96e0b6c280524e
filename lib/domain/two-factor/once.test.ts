import { expect, it, vi } from "vitest";
import { newSoftKey } from "@/e2e/authenticator";
import { isMember, type Member } from "@/lib/access/actor";
import { onEachProgram } from "@/lib/testing/program";
import { codeOf } from "@/lib/testing/totp";

const [minute, step] = [60_000, 30_000];

onEachProgram("A secret or challenge for a new verification method", (program) => {
  const anybody = async () => (await program()).signUp();
  const again = async ({ principal: { personId, accountId } }: Member) =>
    (await program()).signIn({ id: personId, accountId });
  const factors = async ({ principal: { personId } }: Member) =>
    (await program()).database.db.factor.count({ where: { personId } });

  async function appSecretFor(person: Member, secret = "") {
    const shown = await (await program()).operations["factors.ask-new-app"].perform(person, { secret });
    if (shown.outcome !== "done") throw new Error(JSON.stringify(shown));
    return shown.value;
  }

  /** Sends the form of an app. Returns the answer, and the person with the session's new token. */
  async function add(
    person: Member,
    { encrypted, secret }: { encrypted: string; secret: string },
    code = codeOf(secret),
  ) {
    const { operations, actorOf } = await program();
    const added = await operations["factors.add-app"].perform(person, { name: "Pixel 9", secret: encrypted, code });
    return added.outcome === "done" ? { ...added, person: await actorOf(added.value.token) } : { ...added, person };
  }
  const over = { outcome: "conflict", sentence: { key: "errors.factor.over" } };

  it("adds only one app, even if its form is sent again in another spelling or after the app's removal", async () => {
    const { operations } = await program();
    const [ada, shown] = await anybody().then(async (holder) => [holder, await appSecretFor(holder)] as const);
    const code = codeOf(shown.secret);
    const added = await add(ada, shown, code);
    expect([added.outcome, await factors(ada)]).toEqual(["done", 1]);
    // Spaces, padding and the last bits of base64 decode to the same bytes.
    for (const encrypted of [
      shown.encrypted,
      `${shown.encrypted}=`,
      `${shown.encrypted} `,
      shown.encrypted.replace(".", ". "),
    ]) {
      expect(await add(added.person, { ...shown, encrypted }, code)).toMatchObject(over);
    }
    expect(await factors(ada)).toBe(1);
    // The code that added the app cannot be used again. The next code works once.
    const confirm = (person: Member, sent: string) => operations["session.confirm"].perform(person, { code: sent });
    expect(await confirm(added.person, code)).toMatchObject({
      outcome: "invalid",
      fields: { code: { key: "errors.code.used" } },
    });
    const [factor] = await (
      await program()
    ).database.db.factor.findMany({ where: { personId: ada.principal.personId } });
    expect(
      await operations["factors.remove"].perform(added.person, {
        id: factor!.id,
        code: codeOf(shown.secret, Date.now() + step),
      }),
    ).toMatchObject({ outcome: "done" });
    expect([await add(added.person, shown), await factors(ada)]).toMatchObject([over, 0]);
    // A page that still has the used secret, such as the setup page, gets a new one.
    expect((await appSecretFor(added.person, shown.encrypted)).secret).not.toBe(shown.secret);
  });

  it("adds only one app if several forms arrive at the same time", async () => {
    const [ada, shown] = await anybody().then(async (holder) => [holder, await appSecretFor(holder)] as const);
    const answers = await Promise.all(Array.from({ length: 6 }, () => add(ada, shown)));
    expect([answers.filter(({ outcome }) => outcome === "done").length, await factors(ada)]).toEqual([1, 1]);
  });

  it("stays the same after a wrong code, for an hour, only for its person in the same session", async () => {
    const [ada, eve] = [await anybody(), await anybody()];
    const shown = await appSecretFor(ada);
    const wrongCode = String((Number(codeOf(shown.secret)) + 1) % 1_000_000).padStart(6, "0");
    expect(await add(ada, shown, wrongCode)).toMatchObject({ fields: { code: { key: "errors.code.wrong" } } });
    expect(await appSecretFor(ada, shown.encrypted)).toEqual(shown);
    for (const other of [eve, await again(ada)]) {
      expect(await add(other, shown)).toMatchObject(over);
      expect((await appSecretFor(other, shown.encrypted)).secret).not.toBe(shown.secret);
    }
    const { database } = await program();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61 * minute });
    try {
      const now = new Date();
      await database.writer.session.update({
        where: { id: ada.credential.sessionId },
        data: { lastSeenAt: now, provedAt: now, expiresAt: new Date(now.getTime() + minute) },
      });
      const proved = { ...ada, credential: { ...ada.credential, provedAt: now } };
      const later = await (
        await program()
      ).operations["factors.add-app"].perform(proved, {
        name: "Pixel 9",
        secret: shown.encrypted,
        code: codeOf(shown.secret),
      });
      expect(later).toMatchObject(over);
      expect((await appSecretFor(proved, shown.encrypted)).secret).not.toBe(shown.secret);
    } finally {
      vi.useRealTimers();
    }
    expect([await factors(ada), await factors(eve)]).toEqual([0, 0]);
  });

  it("adds only one key, in any spelling of the challenge", async () => {
    const { operations, actorOf } = await program();
    let ada = await anybody();
    const asked = await operations["factors.ask-new-key"].perform(ada, {});
    if (asked.outcome !== "done") throw new Error(JSON.stringify(asked));
    const { challenge } = asked.value;
    const answer = (written: string) =>
      operations["factors.add-key"].perform(ada, {
        name: "Blue key",
        answer: newSoftKey().register({ challenge: written, origin }),
      });
    const { env } = await import("@/lib/runtime/env.mjs");
    const { origin } = env;
    const added = await answer(challenge);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    ada = await actorOf(added.value.token);
    for (const written of [challenge, `${challenge}=`, `${challenge} `, `${challenge}!`]) {
      expect(await answer(written)).toMatchObject({ outcome: "invalid", sentence: { key: "errors.key.over" } });
    }
    expect(await factors(ada)).toBe(1);
  });

  it("accepts a key's answer once: a repetition counts as used, a lower counter as a copied key", async () => {
    const { operations, actorOf } = await program();
    const { env } = await import("@/lib/runtime/env.mjs");
    const { newChallenge } = await import("@/lib/domain/two-factor/challenge");
    const [key, { origin }] = [newSoftKey(), env];
    let ada = await anybody();
    const challenge = (purpose: "add" | "verify") => newChallenge(purpose, ada.credential.sessionId);
    const answer = key.register({ challenge: challenge("add"), origin });
    const added = await operations["factors.add-key"].perform(ada, { name: "Blue key", answer });
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    ada = await actorOf(added.value.token);
    const right = key.answer({ challenge: challenge("verify"), origin, counter: 5 });
    const confirm = (sent: string) => operations["session.confirm"].perform(ada, { answer: sent });
    const confirmed = await confirm(right);
    if (confirmed.outcome !== "done") throw new Error(JSON.stringify(confirmed));
    ada = await actorOf(confirmed.value.token);
    expect(await confirm(right)).toMatchObject({ sentence: { key: "errors.key.used" } });
    const back = key.answer({ challenge: challenge("verify"), origin, counter: 4 });
    expect(await confirm(back)).toMatchObject({ sentence: { key: "errors.key.copied" } });
  });

  it("needs a new confirmation by email for each required setup", async () => {
    const { database, operations, signIn, actorOf } = await program();
    const holder = await anybody();
    await database.writer.account.update({
      where: { id: holder.principal.accountId },
      data: { twoFactorFor: "everyone", twoFactorFrom: new Date(0) },
    });
    const {
      credential: { sessionId },
    } = await signIn({ id: holder.principal.personId, accountId: holder.principal.accountId });
    await database.writer.session.update({ where: { id: sessionId }, data: { mailProved: true } });
    const session = async () => (await database.db.session.findUniqueOrThrow({ where: { id: sessionId } })).mailProved;
    const { refreshActor } = await import("@/lib/access/find-actor");
    const { tokenHash } = await database.db.session.findUniqueOrThrow({ where: { id: sessionId } });
    const owing = await refreshActor(database.db, { ...holder, credential: { ...holder.credential, tokenHash } });
    if (!isMember(owing) || owing.credential.pendingStep !== "enrolment") throw new Error("Nothing is owed.");
    const shown = await appSecretFor(owing);
    const added = await add(owing, shown);
    expect([added.outcome, added.person.credential.pendingStep, await session()]).toEqual(["done", null, false]);
    const [factor] = await database.db.factor.findMany({ where: { personId: holder.principal.personId } });
    await operations["factors.remove"].perform(added.person, {
      id: factor!.id,
      code: codeOf(shown.secret, Date.now() + step),
    });
    const removed = await actorOf(added.outcome === "done" ? added.value.token : "");
    expect(removed.credential.pendingStep).toBe("enrolment");
    expect(await operations["factors.ask-new-app"].perform(removed, { secret: "" })).toMatchObject({
      outcome: "forbidden",
      sentence: { key: "errors.enrolment_mail" },
    });
  });
});
