import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@/lib/actor";
import type { Db } from "@/lib/db";
import type { Permission } from "@/lib/policy";

/**
 * One field that a change touched. Null where there was, or is, nothing. Never a secret. `of` names whose field it is
 * where one line tells of several things.
 */
export type FieldChange = { field: string; before: string | null; after: string | null; of?: string };

/** What an operation tells of its change: the subject is a person's id and name, or empty where it is the account. */
export type Line = {
  subject?: { id: string; name: string };
  changes: FieldChange[];
  /** Who did it, where it is not the actor: somebody who was signed out until now. */
  by?: { id: string; name: string };
};

export type Lock = { accountId: number; seq: number; head: string };

/**
 * Locks the account until the transaction ends, by the write that numbers its next line. Must be the transaction's
 * first statement: on PostgreSQL it holds the row, on SQLite it is the write that has to come first.
 */
export async function lockAccount(tx: Db, accountId: number): Promise<Lock> {
  const [account] = await tx.$queryRaw<{ seq: number; head: string }[]>`
    UPDATE "Account" SET "seq" = "seq" + 1 WHERE "id" = ${accountId} RETURNING "seq", "head"`;
  if (!account) throw new Error(`account ${accountId} does not exist`);
  return { accountId, seq: Number(account.seq), head: account.head };
}

type DatedLine = Line & { at: Date; permission: Permission };

/** Appends the line to the account's chain. The account is locked, so the chain cannot fork. */
export async function appendLine(tx: Db, lock: Lock, line: DatedLine, actor: Actor): Promise<void> {
  const row = lineAfter(lock, line, actor);
  await tx.activity.create({ data: row });
  await tx.account.update({ where: { id: lock.accountId }, data: { head: row.hash }, select: { id: true } });
}

/** The row of a line that follows on the lock's head, under the lock's number. Its `hash` is the next head. */
export function lineAfter(lock: Lock, line: DatedLine, actor: Actor) {
  const by = line.by ?? byOf(actor);
  const who = seal([by.name, actor.address]);
  const changes = JSON.stringify(line.changes);
  const what = seal([line.subject?.name ?? "", changes]);
  const link = {
    accountId: lock.accountId,
    seq: lock.seq,
    at: line.at,
    permission: line.permission as string,
    byId: by.id,
    byDigest: who.digest,
    subjectId: line.subject?.id ?? "",
    subjectDigest: what.digest,
  };
  return {
    ...link,
    byName: by.name,
    byAddress: actor.address,
    bySalt: who.salt,
    subjectName: line.subject?.name ?? "",
    changes,
    subjectSalt: what.salt,
    hash: linkHash(lock.head, link),
  };
}

/**
 * Walks the chain of an account from its first line, in batches, and names the first line that does not follow from
 * the ones before it. A line whose personal values were erased is judged by its digests alone.
 */
export async function verifyChain(db: Db, accountId: number): Promise<{ lines: number; brokenAt: number | null }> {
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { seq: true, head: true } });
  let head = "";
  let seq = 0;
  for (;;) {
    const lines = await db.activity.findMany({ where: { accountId, seq: { gt: seq } }, orderBy: { seq: "asc" }, take: 500 });
    for (const line of lines) {
      const whole =
        line.seq === seq + 1 &&
        line.hash === linkHash(head, line) &&
        isSealed(line.byDigest, line.bySalt, [line.byName, line.byAddress]) &&
        isSealed(line.subjectDigest, line.subjectSalt, [line.subjectName, line.changes]);
      if (!whole) return { lines: seq, brokenAt: seq + 1 };
      ({ hash: head, seq } = line);
    }
    if (lines.length < 500) break;
  }
  const ends = seq === account.seq && head === account.head;
  return { lines: seq, brokenAt: ends ? null : seq + 1 };
}

/** The fields that differ between two records, in the order of `fields`, as an activity line tells them. */
export function changesBetween<T extends Record<string, unknown>>(
  before: T | null,
  after: T | null,
  fields: readonly (keyof T & string)[],
): FieldChange[] {
  const text = (record: T | null, field: keyof T) => (record?.[field] == null || record[field] === "" ? null : String(record[field]));
  return fields
    .map((field) => ({ field, before: text(before, field), after: text(after, field) }))
    .filter((change) => change.before !== change.after);
}

function byOf(actor: Actor): { id: string; name: string } {
  if (actor.kind === "member") return { id: actor.personId, name: actor.knownAs };
  if (actor.kind === "operator") return { id: "", name: "" };
  throw new Error("a line by somebody signed out must name who they became");
}

type Link = {
  accountId: number;
  seq: number;
  at: Date;
  permission: string;
  byId: string;
  byDigest: string;
  subjectId: string;
  subjectDigest: string;
};

function linkHash(head: string, link: Link): string {
  const { accountId, seq, at, permission, byId, byDigest, subjectId, subjectDigest } = link;
  return sha256([head, accountId, seq, at.toISOString(), permission, byId, byDigest, subjectId, subjectDigest]);
}

/** Personal values enter the chain through a salted digest kept beside them, so that erasing them breaks nothing. */
function seal(values: string[]): { salt: string; digest: string } {
  const salt = randomBytes(16).toString("base64url");
  return { salt, digest: digestOf(salt, values) };
}

/** Whether values are those of the digest, or were erased together with their salt. */
function isSealed(digest: string, salt: string | null, values: (string | null)[]): boolean {
  return salt === null ? values.every((value) => value === null) : digest === digestOf(salt, values);
}

const digestOf = (salt: string, values: (string | null)[]) => sha256([salt, ...values]);

const sha256 = (values: unknown[]) => createHash("sha256").update(JSON.stringify(values)).digest("hex");
