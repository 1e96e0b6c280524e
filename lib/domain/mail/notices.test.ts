import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { onEachProgram, stranger } from "@/lib/testing/program";
import { codeOf } from "@/lib/testing/totp";

/** An unwanted message, for every free text field. */
const [prize, login] = ["Claim your prize https://evil.example", "claim.your.prize.at.www.evil.example"];

onEachProgram("An email to an unconfirmed address", (program) => {
  const mark = "mark@example.com";
  let spammer: Member;
  let user: { id: string; accountId: number };

  beforeAll(async () => {
    await loadLanguages();
    const { signUp, signIn, addUser, database } = await program();
    const { personId: id, accountId } = (await signUp()).principal;
    await database.writer.account.update({ where: { id: accountId }, data: { organisation: prize } });
    await database.writer.person.update({
      where: { id },
      data: { firstName: prize, lastName: prize, displayName: prize },
    });
    spammer = await signIn({ id, accountId });
    user = await addUser(spammer, login, { email: mark });
  });

  /** The text of each email to this address, by kind. */
  async function lettersTo(recipient: string) {
    const { database } = await program();
    const { letterOf } = await import("@/lib/domain/mail/letter");
    const mails = await database.db.mail.findMany({ where: { recipient } });
    const texts = mails.map(
      ({ kind, params }) =>
        [
          kind,
          JSON.stringify(letterOf({ kind: kind as "reset", language: "en", params: JSON.parse(params), link: null })),
        ] as const,
    );
    return new Map(texts);
  }

  it("never contains text that people wrote, and names the account by its digital ID", async () => {
    const { operations, signIn } = await program();
    const { completePending } = await import("@/lib/background/complete-pending");
    const act = async (permission: keyof typeof operations, actor: Member | typeof stranger, input: object) =>
      expect([permission, await operations[permission].perform(actor, input)]).toMatchObject([
        permission,
        { outcome: "done" },
      ]);
    const { id } = user;
    await act("users.add", spammer, {
      login: `invited.${login}`.slice(0, 64),
      email: mark,
      privilege: "none",
      description: prize,
      invite: "on",
    });
    const own = await signIn(user);
    const secret = newAppSecret();
    const encrypted = (await import("@/lib/domain/two-factor/app-secret")).encryptAppSecret(own, secret, new Date());
    await act("factors.add-app", own, { name: prize, secret: encrypted, code: codeOf(secret) });
    await act("users.send-link", spammer, { id });
    await act("password.forget", stranger, { id: mark });
    await act("email.change", await signIn(user), { email: "next@example.com" });
    await act("users.edit", spammer, { id, version: "0", email: mark, privilege: "user", description: "" });
    await completePending();
    await act("users.reset-two-factor", spammer, { id });
    await signIn(user);
    await act("users.end-sessions", spammer, { id });
    await act("users.disable", spammer, { id });
    await act("users.enable", spammer, { id });
    const kinds = [
      "activation",
      "factor-added",
      "reset-by-administrator",
      "reset",
      "address-changing",
      "privilege-changed",
      "two-factor-reset",
      "sessions-ended",
      "disabled",
      "enabled",
    ];
    const letters = await lettersTo(mark);
    expect([...letters.keys()].toSorted()).toEqual(kinds.toSorted());
    for (const [kind, text] of [...letters, ...(await lettersTo("next@example.com"))]) {
      expect([kind, text]).toEqual([kind, expect.not.stringMatching(/prize|evil/i)]);
      expect([kind, text]).toEqual([kind, expect.stringContaining(spammer.principal.digitalId)]);
    }
  });

  it("contains such text once the address is confirmed, and no longer after a new address", async () => {
    const { operations, database, inAccount } = await program();
    const { newLink } = await import("@/lib/domain/mail-links/store");
    const own = "own@example.com";
    const link = {
      purpose: "confirm-address",
      personId: user.id,
      hours: 1,
      data: JSON.stringify({ email: own }),
    } as const;
    const { token } = await inAccount(spammer, "users.edit", (auth) => newLink(auth, link));
    expect(await operations["email.confirm"].perform(stranger, { token })).toMatchObject({ outcome: "done" });
    expect((await lettersTo(own)).get("address-confirmed")).toContain(login);
    // The previous email address was never confirmed, so it gets no such text either.
    expect((await lettersTo(mark)).get("address-changed")).not.toMatch(/evil/);
    const { version } = await database.db.person.findUniqueOrThrow({ where: { id: user.id } });
    const edit = {
      id: user.id,
      version: String(version),
      email: "other@example.com",
      privilege: "none",
      description: "",
    };
    expect(await operations["users.edit"].perform(spammer, edit)).toMatchObject({ outcome: "done" });
    expect((await lettersTo(own)).get("address-set")).toContain(login);
    expect((await lettersTo("other@example.com")).get("address-set")).not.toMatch(/prize|evil/i);
  });
});
