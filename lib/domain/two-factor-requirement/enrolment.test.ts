import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { onEachProgram, operator, stranger } from "@/lib/testing/program";

onEachProgram("A link to confirm a required setup", (program) => {
  let [ada, owing]: Member[] = [];
  beforeAll(async () => {
    const { signUp, signIn, database } = await program();
    const made = [await signUp(), await signUp()] as const;
    const accounts = { id: { in: made.map(({ principal }) => principal.accountId) } };
    await database.writer.account.updateMany({
      where: accounts,
      data: { twoFactorFor: "everyone", twoFactorFrom: new Date(0) },
    });
    // Ada has two-factor authentication already.
    await database.writer.person.update({ where: { id: made[0].principal.personId }, data: { twoFactor: true } });
    [ada, owing] = await Promise.all(
      made.map(({ principal: { personId: id, accountId } }) => signIn({ id, accountId })),
    );
  });

  /** Requests the email for a person who must set up two-factor authentication. Returns the token of its link. */
  async function asked(person: Member): Promise<string> {
    const { operations, database } = await program();
    expect(await operations["enrolment.ask"].perform(person, {})).toMatchObject({ outcome: "done" });
    const link = await database.db.link.findFirstOrThrow({
      where: { purpose: "enrol", personId: person.principal.personId },
    });
    const mail = await database.db.mail.findFirstOrThrow({ where: { linkId: link.id } });
    return (await import("@/lib/security/encryption")).decrypt(`mail ${mail.id}`, mail.secret!)!;
  }

  async function linkTo(email: string, person: Member): Promise<string> {
    const { inAccount } = await program();
    const { newLink } = await import("@/lib/domain/mail-links/store");
    const data = JSON.stringify({ email });
    const { personId } = person.principal;
    return (
      await inAccount(person, "enrolment.ask", (auth) =>
        newLink(auth, { purpose: "confirm-address", personId, hours: 1, data }),
      )
    ).token;
  }

  const user = async (login: string) => {
    const { addUser, signIn } = await program();
    return signIn(await addUser(ada!, login));
  };

  /** A person who must set up two-factor authentication, and each way to change their email address. */
  const ways: Record<string, [() => Promise<Member>, (person: Member) => Promise<unknown>]> = {
    "that an Administrator edits": [
      () => user("edited"),
      async ({ principal: { personId: id } }) =>
        (await program()).operations["users.edit"].perform(ada!, {
          id,
          version: "0",
          email: "edited@example.net",
          privilege: "none",
          description: "",
        }),
    ],
    "that is confirmed": [
      () => user("confirmed"),
      async (person) =>
        (await program()).operations["email.confirm"].perform(stranger, {
          token: await linkTo("confirmed@example.net", person),
        }),
    ],
    "that the operator sets": [
      () => Promise.resolve(owing!),
      async ({ principal: { digitalId: id } }) =>
        (await program()).operations["email.set"].perform(operator, { id, email: "set@example.net" }),
    ],
  };

  it.each(Object.keys(ways))("becomes void with a new address %s, and so does an earlier confirmation", async (way) => {
    const { operations, database } = await program();
    const [who, changeEmail] = ways[way]!;
    const person = await who();
    const used = await asked(person);
    expect(await operations["enrolment.confirm"].perform(person, { token: used })).toMatchObject({ outcome: "done" });
    const token = await asked(person);
    expect(await changeEmail(person)).toMatchObject({ outcome: "done" });
    expect(await operations["enrolment.confirm"].perform(person, { token })).toMatchObject({
      outcome: "conflict",
      sentence: { key: "errors.link" },
    });
    expect(await database.db.session.findUniqueOrThrow({ where: { id: person.credential.sessionId } })).toMatchObject({
      mailProved: false,
    });
    expect(
      await database.db.mail.count({ where: { kind: "enrol", personId: person.principal.personId, state: "waiting" } }),
    ).toBe(0);
    expect(await operations["enrolment.confirm"].perform(person, { token: await asked(person) })).toMatchObject({
      outcome: "done",
    });
  });
});
