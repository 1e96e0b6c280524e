import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Authorized, Autocommit, InTransaction } from "@/lib/access/authorize";
import { deleteFree } from "@/lib/database/locks";
import { env } from "@/lib/runtime/env.mjs";
import { hashOf } from "@/lib/security/tokens";

/**
 * Challenges that a key signs (WebAuthn Level 3, 13.4.3). A challenge carries its purpose, subject and expiry itself, authenticated
 * with the installation's secret. So a page can show one without a write. Answered challenges are stored until they expire, so that
 * nobody can answer one twice.
 */

export type Purpose = "sign-in" | "verify" | "add";

/** Milliseconds. The login page stays open for longer than the others. */
const validFor: Record<Purpose, number> = { "sign-in": 3_600_000, verify: 300_000, add: 300_000 };
/** The longest lifetime of anything that can be used once. */
export const longest = Math.max(...Object.values(validFor));
const [nonceBytes, timeBytes, hmacBytes] = [16, 6, 16];

/** Makes a challenge. @param subject the session it belongs to, or "" without one */
export function newChallenge(purpose: Purpose, subject: string, now = new Date(), installation = env.secret): string {
  const head = Buffer.alloc(nonceBytes + timeBytes);
  randomBytes(nonceBytes).copy(head);
  head.writeUIntBE(now.getTime() + validFor[purpose], nonceBytes, timeBytes);
  return Buffer.concat([head, hmacOf(head, purpose, subject, installation)]).toString("base64url");
}

/** Whether a challenge is authentic, for this purpose and subject, and not expired. Refuses other base64 spellings of the same bytes. */
export function isChallenge(challenge: string, purpose: Purpose, subject: string, now = new Date()): boolean {
  const bytes = Buffer.from(challenge, "base64url");
  if (bytes.length !== nonceBytes + timeBytes + hmacBytes || bytes.toString("base64url") !== challenge) return false;
  const head = bytes.subarray(0, nonceBytes + timeBytes);
  return (
    timingSafeEqual(bytes.subarray(head.length), hmacOf(head, purpose, subject, env.secret)) &&
    head.readUIntBE(nonceBytes, timeBytes) > now.getTime()
  );
}

/** Uses up a challenge, or the secret shown for a new app, in the transaction of what it proves. False if it was used before. */
export async function spendOnce({ db, now }: InTransaction, shown: string): Promise<boolean> {
  const over = new Date(now.getTime() + longest);
  const used = await db.$executeRaw`
    INSERT INTO "UsedChallenge" ("hash", "expiresAt") VALUES (${hashOf(shown)}, ${over}) ON CONFLICT ("hash") DO NOTHING`;
  return used === 1;
}

/** Whether a challenge or secret was used up. */
export const isSpent = async ({ db }: Authorized, shown: string): Promise<boolean> =>
  (await db.usedChallenge.count({ where: { hash: hashOf(shown) } })) > 0;

/** Deletes at most `most` expired rows, oldest first. Returns how many it deleted. */
export async function deleteExpiredChallenges(
  { db, writer, now }: Autocommit<"installation.upkeep">,
  most: number,
): Promise<number> {
  const over = await db.usedChallenge.findMany({
    where: { expiresAt: { lt: now } },
    orderBy: { expiresAt: "asc" },
    take: most,
    select: { hash: true },
  });
  return (
    await deleteFree(
      writer,
      "UsedChallenge",
      over.map(({ hash }) => hash),
      "hash",
    )
  ).length;
}

const hmacOf = (head: Buffer, purpose: Purpose, subject: string, installation: string) =>
  createHmac("sha256", installation)
    .update(`webauthn ${purpose}\0${subject}\0`)
    .update(head)
    .digest()
    .subarray(0, hmacBytes);
