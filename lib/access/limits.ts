import "server-only";
import { randomBytes } from "node:crypto";
import { writerOf, type Keeping, type Lasting, type Writing } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { passingOver } from "@/lib/database/locks";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

type Refused = { admitted: false; retryAt: number };

/** A turn that was admitted can be given back, once, when it turned out not to count. */
export type Admission = { admitted: true; giveBack(): Promise<void> } | Refused;

export type TryLimit = {
  key: string;
  /** Tries before the first wait. */
  free?: number;
  /** Milliseconds. The wait begins with the last free try and doubles with each try after it. */
  firstWait?: number;
  longestWait?: number;
  /** Milliseconds after the last admitted try, unless it was right: see `forgetTries`. Longer than the longest wait. */
  forgetAfter?: number;
};

/**
 * Counts a try at an identity before its secret is checked, in one atomic statement: five free ones, then a wait of 30
 * seconds that doubles up to 15 minutes. A try during a wait is refused, and neither counts nor lengthens the wait, so
 * nobody can be locked out for good. A right one is no try: it forgets those before it (`forgetTries`).
 *
 * @param auth outside any transaction: the count must outlive what is refused
 * @param now milliseconds since the epoch, as is `retryAt`
 */
export async function takeTry({ writer: db }: Lasting, limit: TryLimit, now: number): Promise<{ admitted: true } | Refused> {
  const { key, free = 5, firstWait = 30_000, longestWait = 900_000, forgetAfter = 86_400_000 } = limit;
  const ticket = newTicket();
  const at = BigInt(now);
  const first = BigInt(firstWait);
  const longest = BigInt(longestWait);
  const doublings = Math.ceil(Math.log2(longestWait / firstWait));
  const [row] = await db.$queryRaw<Row[]>`
    INSERT INTO "Limit" ("key", "count", "waitUntil", "expiresAt", "ticket")
    VALUES (${key}, 1, ${free > 1 ? 0n : at + first}, ${at + BigInt(forgetAfter)}, ${ticket})
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

/** Forgets the tries at identities: a right one proves that the wrong ones were its person's own, and another secret that they mean nothing. */
export async function forgetTries(auth: Keeping, keys: readonly string[]): Promise<void> {
  await writerOf(auth).limit.deleteMany({ where: { key: { in: [...keys] } } });
}

export type TurnLimit = {
  key: string;
  /** Turns in a window. */
  limit: number;
  /** Milliseconds, from the first turn on. */
  window: number;
};

/** Counts a turn of a network in a fixed window, in one atomic statement; `auth` and `now` as for `takeTry`. */
export async function takeTurn({ writer }: Lasting, limit: TurnLimit, now: number): Promise<Admission> {
  await cleanNowAndThen(writer, now);
  return countIn(writer, limit, now);
}

/** The same inside a transaction: what is rolled back does not count. */
export const countTurn = ({ db }: Writing, limit: TurnLimit, now: number): Promise<Admission> => countIn(db, limit, now);

async function countIn(db: Db, { key, limit, window }: TurnLimit, now: number): Promise<Admission> {
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
  // A window that began since then owes nothing to this turn.
  const giveBack = () => db.$executeRaw`
    UPDATE "Limit" SET "count" = "count" - 1
    WHERE "key" = ${key} AND "expiresAt" = ${BigInt(row.expiresAt)} AND "count" > 0`;
  return { admitted: true, giveBack: once(giveBack) };
}

/** Refuses what was not admitted, and says how long to wait. */
export function waiting(retryAt: number): Refusal {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  return seconds > 90
    ? refuse("too_many", "errors.wait_minutes", { minutes: Math.ceil(seconds / 60) })
    : refuse("too_many", "errors.wait_seconds", { seconds });
}

let cleanedAt = 0;

/** The table keeps itself small: once a minute a turn deletes some of what is over. */
async function cleanNowAndThen(db: Db, now: number): Promise<void> {
  if (now - cleanedAt < 60_000) return;
  cleanedAt = now;
  // What one process fails to delete, the next will.
  await cleanSome(db, now, 100).catch(() => 0);
}

/** Deletes up to `most` rows that mean nothing any more, the oldest first, and tells how many it deleted. */
export const clean = ({ writer }: Lasting<"installation.upkeep">, now: number, most: number): Promise<number> => cleanSome(writer, now, most);

function cleanSome(db: Db, now: number, most: number): Promise<number> {
  const at = BigInt(now);
  // Held until it is deleted: a row found old is not counted anew in between.
  return db.$executeRaw`
    WITH over AS MATERIALIZED (
      SELECT "key" FROM "Limit" WHERE "expiresAt" <= ${at} ORDER BY "expiresAt" LIMIT ${most} ${passingOver})
    DELETE FROM "Limit" WHERE "key" IN (SELECT "key" FROM over)`;
}

type Row = { waitUntil: bigint | number; expiresAt: bigint | number; ticket: string };

const newTicket = (): string => randomBytes(12).toString("base64url");

function once(run: () => Promise<unknown>): () => Promise<void> {
  let ran: Promise<unknown> | undefined;
  return async () => void (await (ran ??= run()));
}
