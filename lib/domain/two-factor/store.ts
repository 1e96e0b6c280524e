import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { never, recount } from "@/lib/domain/people/store";
import { spendOnce } from "@/lib/domain/two-factor/challenge";
import type { NewKey } from "@/lib/domain/two-factor/keys";
import type { FactorKind } from "@/lib/domain/two-factor/schema";
import type { Permission } from "@/lib/policy";
import { seal, unseal } from "@/lib/security/seal";
import { newId } from "@/lib/security/tokens";

/** A factor as its person sees it. */
export type ShownFactor = { id: string; kind: FactorKind; passkey: boolean; name: string; createdAt: Date; lastUsedAt: Date | null };

/** Whoever proves something with factors of their own. */
type Own = Authorized<
  | "security.view"
  | "session.verify"
  | "session.confirm"
  | "factors.add-app"
  | "factors.add-key"
  | "factors.ask-new-key"
  | "factors.remove"
  | "codes.make"
  | "verification.view"
>;

/** All factors of a person, in the order in which they were added. */
export const factorsOf = (db: Db, personId: string) => db.factor.findMany({ where: { personId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export type Factor = Awaited<ReturnType<typeof factorsOf>>[number];

/** The actor's own factors, without what is secret. */
export async function listOwnFactors({ db, actor }: Own): Promise<ShownFactor[]> {
  return (await factorsOf(db, actor.personId)).map(({ id, kind, passkey, name, createdAt, lastUsedAt }) => ({
    id,
    kind: kind as FactorKind,
    passkey,
    name,
    createdAt,
    lastUsedAt: lastUsedAt.getTime() > 0 ? lastUsedAt : null,
  }));
}

/** The backup codes of a person that are still good, and when they were made. */
export async function codesOf(db: Db, personId: string) {
  return db.backupCode.findMany({ where: { personId }, select: { hash: true, salt: true, createdAt: true } });
}

/** The key of this credential, whosever it is. */
export const findKey = (db: Db, credentialId: string) => db.factor.findUnique({ where: { credentialId } });

export const contextOf = (factorId: string, personId: string) => `app ${factorId} ${personId}`;

/** The secret of an app, or null where it was sealed under another STEWARD_SECRET or is damaged. */
export const secretOf = ({ id, personId, secret }: Factor) => unseal(contextOf(id, personId), secret ?? "");

export async function insertApp({ db, now, actor }: Authorized<"factors.add-app">, app: { name: string; secret: string; step: number }): Promise<void> {
  const id = newId();
  const { personId, accountId } = actor;
  await db.factor.create({
    data: {
      id,
      accountId,
      personId,
      kind: "app",
      name: app.name,
      secret: seal(contextOf(id, personId), app.secret),
      // The code that confirmed it proves nothing more.
      lastStep: app.step,
      createdAt: now,
      lastUsedAt: never,
    },
    select: { id: true },
  });
}

/** Violates the unique credential where the key is somebody's already. */
export async function insertKey({ db, now, actor }: Authorized<"factors.add-key">, name: string, key: NewKey): Promise<void> {
  const { personId, accountId } = actor;
  const { challenge: _used, counter, ...rest } = key;
  await db.factor.create({
    data: { ...rest, counter: BigInt(counter), id: newId(), accountId, personId, kind: "key", name, createdAt: now, lastUsedAt: never },
    select: { id: true },
  });
}

/** Replaces the backup codes of the actor. */
export async function replaceCodes({ db, now, actor }: Authorized<"codes.make" | "factors.add-app" | "factors.add-key">, codes: { salt: string; hashes: string[] }): Promise<void> {
  const { personId, accountId } = actor;
  await db.backupCode.deleteMany({ where: { personId } });
  await db.backupCode.createMany({ data: codes.hashes.map((hash) => ({ personId, accountId, hash, salt: codes.salt, createdAt: now })) });
}

/** What proves that it is this person, checked but not used up. */
export type Proof =
  | { method: "app"; factorId: string; step: number }
  | { method: "code"; hash: string }
  | { method: "key" | "passkey"; factorId: string; counter: number; challenge: string };

/** What became of a proof: it is used up now, it was before, or its key counted back as a copy of it does. */
export type Spending = "spent" | "used" | "copied";

/** Uses the proof up, each once and in whichever process. */
export async function spendProof({ db, now }: { db: Db; now: Date }, personId: string, proof: Proof): Promise<Spending> {
  const spent = (count: number, otherwise: Spending) => (count === 1 ? "spent" : otherwise);
  if (proof.method === "code") return spent((await db.backupCode.deleteMany({ where: { personId, hash: proof.hash } })).count, "used");
  if (proof.method === "app") {
    const where = { id: proof.factorId, personId, lastStep: { lt: proof.step } };
    return spent((await db.factor.updateMany({ where, data: { lastStep: proof.step, lastUsedAt: now } })).count, "used");
  }
  if (!(await spendOnce(db, proof.challenge, now))) return "used";
  // A key that does not count says 0 each time.
  const counted = proof.counter === 0 ? { counter: 0n } : { counter: { lt: BigInt(proof.counter) } };
  const data = { counter: BigInt(proof.counter), lastUsedAt: now };
  return spent((await db.factor.updateMany({ where: { id: proof.factorId, personId, ...counted }, data })).count, "copied");
}

/** Removes one of the actor's own factors; null where it is not theirs. */
export async function removeFactor({ db, actor }: Authorized<"factors.remove">, id: string): Promise<Factor | null> {
  const factor = await db.factor.findFirst({ where: { id, personId: actor.personId } });
  if (factor) await db.factor.delete({ where: { id }, select: { id: true } });
  return factor;
}

/** Takes away all factors and backup codes of a person. */
export async function forgetFactors(auth: Authorized<"users.reset-two-factor" | "two-factor.reset">, personId: string): Promise<void> {
  await auth.db.factor.deleteMany({ where: { personId } });
  await settleTwoFactor(auth, personId);
}

/**
 * Takes away the factors that were added since, and the backup codes that were made since: which, and how many. The
 * person is not settled anew: with no factor left a log-in still asks for one, until somebody resets their two-factor.
 */
export async function removeFactorsSince({ db }: Authorized<"email.take-back">, personId: string, since: Date): Promise<{ factors: Factor[]; codes: number }> {
  const where = { personId, createdAt: { gte: since } };
  const factors = await db.factor.findMany({ where, orderBy: { createdAt: "asc" } });
  await db.factor.deleteMany({ where });
  const { count } = await db.backupCode.deleteMany({ where });
  return { factors, codes: count };
}

type Changing = "factors.add-app" | "factors.add-key" | "factors.remove" | "users.reset-two-factor" | "two-factor.reset" | "users.erase";

/** Says of a person what their factors come to: with the last one the backup codes go too. Whether they have two-factor now. */
export async function settleTwoFactor({ db }: Authorized<Changing & Permission>, personId: string): Promise<boolean> {
  const twoFactor = (await db.factor.count({ where: { personId } })) > 0;
  const before = await db.person.findUniqueOrThrow({ where: { id: personId } });
  if (!twoFactor) await db.backupCode.deleteMany({ where: { personId } });
  if (before.twoFactor === twoFactor) return twoFactor;
  await db.person.update({ where: { id: personId }, data: { twoFactor }, select: { id: true } });
  await recount(db, before, { ...before, twoFactor });
  return twoFactor;
}

/** Whatever proves somebody who is being erased: a few rows. */
export async function forgetFactorsOf({ db }: Authorized<"users.erase">, personId: string): Promise<void> {
  await db.factor.deleteMany({ where: { personId } });
  await db.backupCode.deleteMany({ where: { personId } });
}
