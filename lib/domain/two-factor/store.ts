import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { never, recount } from "@/lib/domain/people/store";
import { spendOnce } from "@/lib/domain/two-factor/challenge";
import type { NewKey } from "@/lib/domain/two-factor/keys";
import type { ShownFactor } from "@/lib/domain/two-factor/output";
import { kindOf } from "@/lib/domain/two-factor/rules";
import { decrypt, encrypt } from "@/lib/security/encryption";
import { newId } from "@/lib/security/tokens";

/** The operations on the actor's own verification methods. */
type Own =
  | "security.view"
  | "session.verify"
  | "session.confirm"
  | "factors.add-app"
  | "factors.add-key"
  | "factors.ask-new-key"
  | "factors.remove"
  | "codes.make"
  | "verification.view";

/** The actor's apps and keys, oldest first. */
export const ownFactors = ({ db, actor }: Authorized<Own>) =>
  db.factor.findMany({ where: { personId: actor.principal.personId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export type Factor = Awaited<ReturnType<typeof ownFactors>>[number];

/** The actor's apps and keys, without secrets. */
export async function listOwnFactors(auth: Authorized<"security.view">): Promise<ShownFactor[]> {
  return (await ownFactors(auth)).map(({ id, kind, passkey, name, createdAt, lastUsedAt }) => ({
    id,
    kind: kindOf({ kind }),
    passkey,
    name,
    createdAt,
    lastUsedAt: lastUsedAt.getTime() > 0 ? lastUsedAt : null,
  }));
}

/** The actor's unused backup codes. */
export const ownCodes = ({ db, actor }: Authorized<Own>) =>
  db.backupCode.findMany({
    where: { personId: actor.principal.personId },
    select: { hash: true, salt: true, createdAt: true },
  });

/** Finds the key of a credential, with its person, in any account. */
export const findKey = ({ db }: Authorized<"session.start-passkey">, credentialId: string) =>
  db.factor.findUnique({ where: { credentialId }, include: { person: true } });

export const contextOf = (factorId: string, personId: string) => `app ${factorId} ${personId}`;

/** The secret of an app. Null if it was encrypted with another STEWARD_SECRET, or is damaged. */
export const secretOf = ({ id, personId, secret }: Factor) => decrypt(contextOf(id, personId), secret ?? "");

/** Inserts an app of the actor. */
export async function insertApp(
  { db, now, actor, accountId }: Locked<"factors.add-app">,
  app: { name: string; secret: string; step: number },
): Promise<void> {
  const id = newId();
  const { personId } = actor.principal;
  await db.factor.create({
    data: {
      id,
      accountId,
      personId,
      kind: "app",
      name: app.name,
      secret: encrypt(contextOf(id, personId), app.secret),
      // The code that confirmed the app cannot be used again.
      lastStep: app.step,
      createdAt: now,
      lastUsedAt: never,
    },
    select: { id: true },
  });
}

/** Inserts a key of the actor. Violates a unique constraint if the credential is in use already. */
export async function insertKey(
  { db, now, actor, accountId }: Locked<"factors.add-key">,
  name: string,
  key: NewKey,
): Promise<void> {
  const { personId } = actor.principal;
  const { challenge: _used, counter, ...rest } = key;
  await db.factor.create({
    data: {
      ...rest,
      counter: BigInt(counter),
      id: newId(),
      accountId,
      personId,
      kind: "key",
      name,
      createdAt: now,
      lastUsedAt: never,
    },
    select: { id: true },
  });
}

/** Replaces the actor's backup codes. */
export async function replaceCodes(
  { db, now, actor, accountId }: Locked<"codes.make">,
  codes: { salt: string; hashes: string[] },
): Promise<void> {
  const { personId } = actor.principal;
  await db.backupCode.deleteMany({ where: { personId, accountId } });
  await db.backupCode.createMany({
    data: codes.hashes.map((hash) => ({ personId, accountId, hash, salt: codes.salt, createdAt: now })),
  });
}

/** A checked verification that is not used up yet. */
export type Proof =
  | { method: "app"; factorId: string; step: number }
  | { method: "code"; hash: string }
  | { method: "key" | "passkey"; factorId: string; counter: number; challenge: string };

/** The result of using up a verification: done, used before, or the key's counter went back, as with a copied key. */
export type Spending = "spent" | "used" | "copied";

/** Uses up a verification of a person of the account. Each works only once, across all processes. */
export async function spendProof(
  auth: Locked<"session.verify" | "session.start-passkey" | "session.confirm" | "factors.remove">,
  personId: string,
  proof: Proof,
): Promise<Spending> {
  const { db, now, accountId } = auth;
  const spent = (count: number, otherwise: Spending) => (count === 1 ? "spent" : otherwise);
  if (proof.method === "code")
    return spent((await db.backupCode.deleteMany({ where: { personId, accountId, hash: proof.hash } })).count, "used");
  const own = { id: proof.factorId, personId, accountId };
  if (proof.method === "app") {
    const where = { ...own, lastStep: { lt: proof.step } };
    return spent(
      (await db.factor.updateMany({ where, data: { lastStep: proof.step, lastUsedAt: now } })).count,
      "used",
    );
  }
  if (!(await spendOnce(auth, proof.challenge))) return "used";
  // A key without a counter always says 0.
  const counted = proof.counter === 0 ? { counter: 0n } : { counter: { lt: BigInt(proof.counter) } };
  const data = { counter: BigInt(proof.counter), lastUsedAt: now };
  return spent((await db.factor.updateMany({ where: { ...own, ...counted }, data })).count, "copied");
}

/** Deletes an app or key of the actor. */
export async function removeFactor({ db, actor, accountId }: Locked<"factors.remove">, { id }: Factor): Promise<void> {
  await db.factor.delete({ where: { id, accountId, personId: actor.principal.personId }, select: { id: true } });
}

/** Deletes all apps, keys and backup codes of a person of the account. */
export async function deleteFactors(
  auth: Locked<"users.reset-two-factor" | "two-factor.reset">,
  personId: string,
): Promise<void> {
  await auth.db.factor.deleteMany({ where: { personId, accountId: auth.accountId } });
  await settleTwoFactor(auth, personId);
}

/**
 * Deletes the apps, keys and backup codes added since a time, and returns them. Does not call `settleTwoFactor`: even without any
 * method left, a login still asks for one until two-factor authentication is reset.
 */
export async function removeFactorsSince(
  { db, accountId }: Locked<"email.take-back">,
  personId: string,
  since: Date,
): Promise<{ factors: Factor[]; codes: number }> {
  const where = { personId, accountId, createdAt: { gte: since } };
  const factors = await db.factor.findMany({ where, orderBy: { createdAt: "asc" } });
  await db.factor.deleteMany({ where });
  const { count } = await db.backupCode.deleteMany({ where });
  return { factors, codes: count };
}

type Changing =
  | "factors.add-app"
  | "factors.add-key"
  | "factors.remove"
  | "users.reset-two-factor"
  | "two-factor.reset";

/** Updates whether a person of the account has two-factor authentication, and returns it. Without any, deletes the backup codes. */
export async function settleTwoFactor(auth: Locked<Changing>, personId: string): Promise<boolean> {
  const { db, accountId } = auth;
  const twoFactor = (await db.factor.count({ where: { personId } })) > 0;
  const before = await db.person.findUniqueOrThrow({ where: { id: personId } });
  if (!twoFactor) await db.backupCode.deleteMany({ where: { personId, accountId } });
  if (before.twoFactor === twoFactor) return twoFactor;
  await db.person.update({ where: { id: personId, accountId }, data: { twoFactor }, select: { id: true } });
  await recount(auth, before, { ...before, twoFactor });
  return twoFactor;
}

/** Deletes the verification methods of a person who is being deleted for good: only a few rows. */
export async function deleteFactorsOfErased({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.factor.deleteMany({ where: { personId, accountId } });
  await db.backupCode.deleteMany({ where: { personId, accountId } });
}
