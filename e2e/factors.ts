import { newSoftKey } from "@/e2e/authenticator";
import { operator } from "@/lib/access/actor";
import { inAccount } from "@/lib/demo/chronicle";
import { recount } from "@/lib/domain/people/store";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { encrypt } from "@/lib/security/encryption";
import { newId } from "@/lib/security/tokens";
import type { CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";
import { codeOf } from "@/lib/testing/totp";

/** Gives the user an authenticator app, as if they had added it. `code` is valid at that moment, and no code was used yet. */
export async function giveApp(place: Place, person: CastPerson, name = "Pixel 9") {
  const [id, secret] = [newId(), newAppSecret()];
  await give(place, person, { id, kind: "app", name, secret: encrypt(`app ${id} ${person.id}`, secret, place.secret) });
  return { id, name, secret, code: (at?: number) => codeOf(secret, at) };
}

/** Gives the user a software security key. */
export async function giveKey(place: Place, person: CastPerson, name = "Blue key") {
  const [id, key] = [newId(), newSoftKey()];
  await give(place, person, {
    id,
    kind: "key",
    name,
    credentialId: key.id,
    publicKey: key.publicKey,
    transports: "usb",
  });
  return { ...key, id, name, credentialId: key.id };
}

type Given = {
  id: string;
  kind: string;
  name: string;
  secret?: string;
  credentialId?: string;
  publicKey?: string;
  transports?: string;
};

async function give({ database }: Place, person: CastPerson, factor: Given): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await tx.person.update({ where: { id: person.id }, data: { email: person.email } });
    const ids = { accountId: person.account.id, personId: person.id };
    await tx.factor.create({
      data: { ...factor, ...ids, createdAt: new Date(), lastUsedAt: new Date(0) },
      select: { id: true },
    });
    await tx.person.update({ where: { id: person.id }, data: { twoFactor: true }, select: { id: true } });
    await recount(await inAccount(tx, operator, "two-factor.reset", person.account.id, new Date()), before, {
      ...before,
      twoFactor: true,
    });
  });
}
