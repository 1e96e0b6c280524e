import "server-only";
import { randomBytes } from "node:crypto";
import { writerOf, type AnyWriter, type Autocommit, type InTransaction } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { skipLocked } from "@/lib/database/locks";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

type Refused = { admitted: false; retryAt: number };

/** The caller can give an admitted turn back, once, if it should not count. */
export type Admission = { admitted: true; refund(): Promise<void> } | Refused;

export type AttemptLimit = {
  key: string;
  /** Tries before the first wait. */
  free?: number;
  /** Milliseconds. The first wait starts after the last free try. Each further try doubles it. */
  firstWait?: number;
  longestWait?: number;
  /** Milliseconds from the last admitted try until Steward forgets all tries. Must be longer than the longest wait. */
  resetAfter?: number;
};

/**
 * Counts a try at an identity before its secret is checked, in one atomic statement. Five tries are free, then follows a wait of
 * 30 seconds that doubles up to 15 minutes. A try during a wait is refused. It does not count or lengthen the wait, so an
 * attacker cannot lock a user out for good. After a correct secret, call `resetAttempts`.
 *
 * @param auth outside any transaction: the count must survive a refusal
 * @param now milliseconds since the epoch, like `retryAt`
 */
export async function countAttempt(
  { writer: db }: Autocommit,
  limit: AttemptLimit,
  now: number,
): Promise<{ admitted: true } | Refused> {
  const { key, free = 5, firstWait = 30_000, longestWait = 900_000, resetAfter = 86_400_000 } = limit;
  const ticket = newTicket();
  const at = BigInt(now);
  const first = BigInt(firstWait);
  const longest = BigInt(longestWait);
  const doublings = Math.ceil(Math.log2(longestWait / firstWait));
  const [row] = await db.$queryRaw<Row[]>`
    INSERT INTO "Limit" ("key", "count", "waitUntil", "expiresAt", "ticket")
    VALUES (${key}, 1, ${free > 1 ? 0n : at + first}, ${at + BigInt(resetAfter)}, ${ticket})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE
        WHEN "Limit"."expiresAt" <= ${at} THEN 1
        WHEN "Limit"."waitUntil" > ${at} THEN "Limit"."count"
        ELSE "Limit"."count" + 1 END,
      "waitUntil" = CASE
        WHEN "Limit"."expiresAt" <= ${at} THEN excluded."waitUntil"
        WHEN "Limit"."waitUntil" > ${at} THEN "Limit"."waitUntil"
        WHEN "Limit"."count" + 1 < ${free} THEN 0
        WHEN "Limit"."count" + 1 - ${free} >= ${doublings} THEN CAST(${at + longest} AS BIGINT)
        ELSE CAST(${at} AS BIGINT) + (CAST(${first} AS BIGINT) << ("Limit"."count" + 1 - ${free})) END,
      "expiresAt" = CASE
        WHEN "Limit"."expiresAt" > ${at} AND "Limit"."waitUntil" > ${at} THEN "Limit"."expiresAt"
        ELSE excluded."expiresAt" END,
      "ticket" = CASE
        WHEN "Limit"."expiresAt" > ${at} AND "Limit"."waitUntil" > ${at} THEN "Limit"."ticket"
        ELSE excluded."ticket" END
    RETURNING "waitUntil", "expiresAt", "ticket"`;
  return row?.ticket === ticket ? { admitted: true } : { admitted: false, retryAt: Number(row?.waitUntil) };
}

/**
 * Forgets the tries at identities. A correct secret shows that the wrong tries were the user's own. After a change of the secret,
 * old tries mean nothing.
 */
export async function resetAttempts(auth: AnyWriter, keys: readonly string[]): Promise<void> {
  await writerOf(auth).limit.deleteMany({ where: { key: { in: [...keys] } } });
}

export type RateLimit = {
  key: string;
  /** Turns per window. */
  limit: number;
  /** Milliseconds, starting with the first turn. */
  window: number;
};

/** Counts a turn of a network in a fixed window, in one atomic statement. `auth` and `now` as for `countAttempt`. */
export async function consumeLimit({ writer }: Autocommit, limit: RateLimit, now: number): Promise<Admission> {
  await cleanOccasionally(writer, now);
  return countIn(writer, limit, now);
}

/** The same inside a transaction: a rollback also takes back the turn. */
export const consumeLimitInside = ({ db }: InTransaction, limit: RateLimit, now: number): Promise<Admission> =>
  countIn(db, limit, now);

async function countIn(db: Db, { key, limit, window }: RateLimit, now: number): Promise<Admission> {
  const ticket = newTicket();
  const at = BigInt(now);
  const [row] = await db.$queryRaw<Row[]>`
    INSERT INTO "Limit" ("key", "count", "waitUntil", "expiresAt", "ticket")
    VALUES (${key}, 1, 0, ${at + BigInt(window)}, ${ticket})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE
        WHEN "Limit"."expiresAt" <= ${at} THEN 1
        WHEN "Limit"."count" >= ${limit} THEN "Limit"."count"
        ELSE "Limit"."count" + 1 END,
      "expiresAt" = CASE WHEN "Limit"."expiresAt" <= ${at} THEN excluded."expiresAt" ELSE "Limit"."expiresAt" END,
      "ticket" = CASE
        WHEN "Limit"."expiresAt" > ${at} AND "Limit"."count" >= ${limit} THEN "Limit"."ticket"
        ELSE excluded."ticket" END
    RETURNING "waitUntil", "expiresAt", "ticket"`;
  if (row?.ticket !== ticket) return { admitted: false, retryAt: Number(row?.expiresAt) };
  // The condition on `expiresAt` spares a newer window: this turn did not count there.
  const refund = () => db.$executeRaw`
    UPDATE "Limit" SET "count" = "count" - 1
    WHERE "key" = ${key} AND "expiresAt" = ${BigInt(row.expiresAt)} AND "count" > 0`;
  return { admitted: true, refund: once(refund) };
}

/** A refusal that says how long to wait. */
export function waiting(retryAt: number): Refusal {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  return seconds > 90
    ? refuse("too_many", "errors.wait_minutes", { minutes: Math.ceil(seconds / 60) })
    : refuse("too_many", "errors.wait_seconds", { seconds });
}

let cleanedAt = 0;

/** Keeps the table small: at most once a minute, a turn deletes some expired rows. */
async function cleanOccasionally(db: Db, now: number): Promise<void> {
  if (now - cleanedAt < 60_000) return;
  cleanedAt = now;
  // If one process fails to delete rows, the next run will.
  await cleanSome(db, now, 100).catch(() => 0);
}

/** Deletes up to `most` expired rows, oldest first. Returns how many it deleted. */
export const clean = ({ writer }: Autocommit<"installation.upkeep">, now: number, most: number): Promise<number> =>
  cleanSome(writer, now, most);

function cleanSome(db: Db, now: number, most: number): Promise<number> {
  const at = BigInt(now);
  // Locks the rows until they are deleted: no turn can restart an expired row in between.
  return db.$executeRaw`
    WITH over AS MATERIALIZED (
      SELECT "key" FROM "Limit" WHERE "expiresAt" <= ${at} ORDER BY "expiresAt" LIMIT ${most} ${skipLocked})
    DELETE FROM "Limit" WHERE "key" IN (SELECT "key" FROM over)`;
}

type Row = { waitUntil: bigint | number; expiresAt: bigint | number; ticket: string };

const newTicket = (): string => randomBytes(12).toString("base64url");

function once(run: () => Promise<unknown>): () => Promise<void> {
  let ran: Promise<unknown> | undefined;
  return async () => void (await (ran ??= run()));
}
