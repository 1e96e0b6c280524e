import type { Purpose } from "@/lib/domain/mail-links/schema";
import type { SharedLink } from "@/lib/domain/password-links/store";
import { encrypt } from "@/lib/security/encryption";
import { hashOf, newId, newToken } from "@/lib/security/tokens";
import type { CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";

type Given = { at?: Date; hours?: number; data?: string };

/** Creates a link of this user, as if an email had brought it. Returns its token. */
export async function giveLink(
  { database }: Place,
  person: CastPerson,
  purpose: Purpose,
  { at = new Date(), hours = 1, data = "" }: Given = {},
): Promise<string> {
  const token = newToken();
  const ids = { accountId: person.account.id, personId: person.id };
  const expiresAt = new Date(at.getTime() + hours * 3_600_000);
  await database.writer.link.create({
    data: { ...ids, id: newId(), tokenHash: hashOf(token), purpose, data, createdAt: at, expiresAt },
    select: { id: true },
  });
  return token;
}

/** Creates a link to set a password for any of these people, who share an email address in one account. Returns its token. */
export async function giveSharedLink(
  { database }: Place,
  people: readonly CastPerson[],
  emailKey: string,
): Promise<string> {
  const token = newToken();
  const data = JSON.stringify({ ids: people.map(({ id }) => id), emailKey } satisfies SharedLink);
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 3_600_000)];
  const [{ id: personId, account }] = people as [CastPerson];
  await database.writer.link.create({
    data: {
      id: newId(),
      tokenHash: hashOf(token),
      purpose: "reset",
      accountId: account.id,
      personId,
      data,
      createdAt,
      expiresAt,
    },
    select: { id: true },
  });
  return token;
}

/** Creates a link that confirms a new account, as if an email had brought it. Returns its token. */
export async function giveSignUpLink(
  { database, secret }: Place,
  email: string,
  { at = new Date() }: Given = {},
): Promise<string> {
  const token = newToken();
  const holder = { firstName: "Nora", lastName: "Nil", organisation: "", email, language: "" };
  const expiresAt = new Date(at.getTime() + 3_600_000);
  const data = encrypt("sign-up link", JSON.stringify(holder), secret);
  await database.writer.link.create({
    data: { id: newId(), tokenHash: hashOf(token), purpose: "sign-up", data, createdAt: at, expiresAt },
    select: { id: true },
  });
  return token;
}
