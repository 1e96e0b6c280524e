import { expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram("Ending the two-factor requirement", (program) => {
  /** An account holder who has to set up two-factor authentication, in an account with some users. */
  async function owing() {
    const { signUp, addUser, database } = await program();
    const holder = await signUp();
    for (const [login, privilege] of [
      ["root", "administrator"],
      ["root.b", "administrator"],
      ["out", "administrator"],
      ["jane", "user"],
    ] as const) {
      await addUser(holder, login, { email: `${login}.${holder.principal.handle}@example.com`, privilege });
    }
    await database.writer.person.updateMany({
      where: { accountId: holder.principal.accountId, login: "out" },
      data: { disabledAt: new Date(), status: "disabled" },
    });
    await database.writer.account.update({
      where: { id: holder.principal.accountId },
      data: { twoFactorFor: "everyone", twoFactorFrom: new Date(0) },
    });
    return again(holder);
  }

  const again = async ({ principal: { personId: id, accountId } }: Member) =>
    (await program()).signIn({ id, accountId });

  /** Records that the mail server last accepted an email so many hours ago. */
  async function delivered(hours: number) {
    const { writer } = (await program()).database;
    await writer.mail.deleteMany();
    const sentAt = new Date(Date.now() - hours * 3_600_000);
    await writer.mail.create({
      data: {
        id: `mail-${hours}`,
        recipient: "x@example.com",
        kind: "sign-up",
        language: "en",
        params: "{}",
        state: "sent",
        dueAt: sentAt,
        createdAt: sentAt,
        sentAt,
      },
    });
  }

  async function prove(holder: Member): Promise<void> {
    const { operations, database } = await program();
    expect(await operations["enrolment.ask"].perform(holder, {})).toMatchObject({ outcome: "done" });
    const mail = await database.db.mail.findFirstOrThrow({
      where: { kind: "enrol", personId: holder.principal.personId },
    });
    const token = (await import("@/lib/security/encryption")).decrypt(`mail ${mail.id}`, mail.secret!)!;
    expect(await operations["enrolment.confirm"].perform(holder, { token })).toMatchObject({ outcome: "done" });
  }

  const required = async ({ principal: { accountId } }: Member) =>
    (await (await program()).database.db.account.findUniqueOrThrow({ where: { id: accountId } })).twoFactorFor;
  const answer = async () => (await import("@/lib/background/complete-pending")).completePending();

  it("needs confirmation by email, in the same browser, if email works and the holder has no two-factor yet", async () => {
    const { operations, database } = await program();
    const { refreshActor } = await import("@/lib/access/find-actor");
    // Like a request, reads the actor again each time.
    const release = async (actor: Member) =>
      operations["account.release-two-factor"].perform(await refreshActor(database.db, actor), {});
    const holder = await owing();
    await delivered(23);
    expect(await release(holder)).toMatchObject({ outcome: "forbidden", sentence: { key: "errors.release_mail" } });
    expect(await required(holder)).toBe("everyone");
    await prove(holder);
    expect(await release(await again(holder))).toMatchObject({
      outcome: "forbidden",
      sentence: { key: "errors.release_mail" },
    });
    expect(await release(holder)).toMatchObject({ outcome: "done" });
    expect(await required(holder)).toBe("");
  });

  it("needs only the password if no email was delivered for a day; all Administrators and the holder are notified", async () => {
    const { operations, database, addUser } = await program();
    const { db } = database;
    const holder = await owing();
    const before = { ...holder, credential: { ...holder.credential, pendingStep: null } };
    // More Administrators than one step notifies.
    for (let at = 0; at < 25; at++) await addUser(before, `late${at}`, { privilege: "administrator" });
    await delivered(25);
    expect(await operations["account.release-two-factor"].perform(holder, {})).toMatchObject({ outcome: "done" });
    // Requiring it again at once does not stop the notices.
    await database.writer.account.update({
      where: { id: holder.principal.accountId },
      data: { twoFactorFor: "everyone" },
    });
    await answer();
    const mails = await db.mail.findMany({
      where: { accountId: holder.principal.accountId, kind: "two-factor-released" },
      select: { params: true, person: { select: { login: true } } },
    });
    expect(mails.map(({ person }) => person!.login).toSorted()).toEqual(
      ["", ...Array.from({ length: 25 }, (_, at) => `late${at}`), "root", "root.b"].toSorted(),
    );
    for (const { params } of mails) expect(JSON.parse(params)).toMatchObject({ account: holder.principal.digitalId });
    const lines = await db.activity.findMany({
      where: { accountId: holder.principal.accountId, permission: "account.tell-release" },
      select: { changes: true },
    });
    expect(lines.reduce((sum, { changes }) => sum + Number(JSON.parse(changes!)[0].after), 0)).toBe(27);
    await answer();
    expect(await db.mail.count({ where: { accountId: holder.principal.accountId, kind: "two-factor-released" } })).toBe(
      28,
    );
    expect(await db.account.findUniqueOrThrow({ where: { id: holder.principal.accountId } })).toMatchObject({
      releaseTold: null,
    });
  });

  it("is possible for the account holder, and for Administrators who have two-factor", async () => {
    const { operations, database, signIn } = await program();
    const holder = await owing();
    await delivered(1);
    const root = await database.db.person.findFirstOrThrow({
      where: { accountId: holder.principal.accountId, login: "root" },
    });
    expect(await operations["account.release-two-factor"].perform(await signIn(root), {})).toMatchObject({
      outcome: "forbidden",
    });
    await database.writer.person.update({ where: { id: root.id }, data: { twoFactor: true } });
    expect(await operations["account.release-two-factor"].perform(await signIn(root), {})).toMatchObject({
      outcome: "done",
    });
  });
});
