import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { isMember, type Actor } from "@/lib/access/actor";
import { lockOf, type Locked } from "@/lib/access/authorize";
import type { Lock } from "@/lib/access/lock";
import type { Reader } from "@/lib/database/db";
import { insertRows } from "@/lib/database/insert-rows";
import type { Permission } from "@/lib/policy";

/** A field that a change touched. Null stands for no value. Never contains a secret. */
export type FieldChange = { field: string; before: string | null; after: string | null };

/** An activity entry of a change. The subject is the id and name of a person or service, or missing if it is the account. */
export type Line = {
  subject?: { id: string; name: string };
  changes: FieldChange[];
  /** Who made the change, if the actor was not logged in when the operation began. */
  by?: { id: string; name: string };
};

/**
 * Appends entries to the chain of the locked account, in this order, with time, permission and author. The lock keeps the chain
 * from forking. Use each handle for one append only.
 */
export function appendLines(auth: Locked, lines: readonly Line[]): Promise<void> {
  const { now: at, permission } = auth;
  return appendHistory(
    auth,
    lines.map((line) => ({ ...line, at, permission })),
  );
}

type DatedLine = Line & { at: Date; permission: Permission };

/**
 * Appends entries with their own times and permissions, for demos and tests. The machine's clock can step back, but an entry's time
 * never does. So a period of time is a range of numbers (lib/domain/activity/store.ts).
 */
export async function appendHistory(auth: Locked, lines: readonly DatedLine[]): Promise<void> {
  if (lines.length === 0) return;
  const { db, accountId, actor } = auth;
  let { seq, head, headAt: at } = lockOf(auth);
  const rows = lines.map((line) => {
    if (line.at > at) ({ at } = line);
    const row = lineAfter({ accountId, seq, head }, { ...line, at }, actor);
    [seq, head] = [seq + 1, row.hash];
    return row;
  });
  await insertRows(db, "Activity", rows);
  await db.account.update({ where: { id: accountId }, data: { seq: seq - 1, head, headAt: at }, select: { id: true } });
}

/** The row of the entry after the lock's head, with the lock's number. Its `hash` is the next head. */
function lineAfter(lock: Omit<Lock, "headAt">, line: DatedLine, actor: Actor) {
  const by = line.by ?? byOf(actor);
  const who = digestWithSalt([by.name, actor.source]);
  const changes = JSON.stringify(line.changes);
  const what = digestWithSalt([line.subject?.name ?? "", changes]);
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
    byAddress: actor.source,
    bySalt: who.salt,
    subjectName: line.subject?.name ?? "",
    changes,
    subjectSalt: what.salt,
    hash: linkHash(lock.head, link),
  };
}

/**
 * What is wrong with a broken link. missing: no entry has that number · order: another entry belongs here · changed: the entry is
 * not as it was written · emptied: its values are gone although its person was not deleted · end: the entries do not end where
 * the account says.
 */
export const faults = ["missing", "order", "changed", "emptied", "end"] as const;
export type Fault = (typeof faults)[number];

export type Verdict = { lines: number; brokenAt: null } | { lines: number; brokenAt: number; fault: Fault };

const batch = 500;

/**
 * Verifies the chain of an account in batches, from its first entry to the last one at the start of the check. Names the first
 * entry that does not follow from those before it. Entries added and people deleted during the check do not disturb it.
 * For erased values, only their digest is checked.
 */
export async function verifyChain(db: Reader, accountId: number): Promise<Verdict> {
  const endOf = () => db.account.findUniqueOrThrow({ where: { id: accountId }, select: { seq: true, head: true } });
  const end = await endOf();
  const erased = erasedIn(db, accountId);
  let [seq, head] = [0, ""];
  const brokenBy = (fault: Fault): Verdict => ({ lines: seq, brokenAt: seq + 1, fault });
  for (;;) {
    const where = { accountId, seq: { gt: seq, lte: end.seq } };
    const lines = await db.activity.findMany({ where, orderBy: { seq: "asc" }, take: batch });
    for (const [at, line] of lines.entries()) {
      if (line.seq !== seq + 1) return brokenBy("missing");
      const fault = await faultOf(head, line, erased);
      if (fault) return brokenBy(belongsHere(head, seq + 1, lines.slice(at + 1)) ? "order" : fault);
      ({ hash: head, seq } = line);
    }
    if (lines.length < batch) break;
  }
  if (seq !== end.seq || head !== end.head) return brokenBy("end");
  // An entry beyond the end is new if the account's end has moved too. Otherwise it was forged.
  const beyond = await db.activity.findFirst({
    where: { accountId, seq: { gt: seq } },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return beyond && (await endOf()).seq < beyond.seq ? brokenBy("end") : { lines: seq, brokenAt: null };
}

/** Checks an entry against the hash of the previous one. Null: no fault. */
export async function faultOf(
  head: string,
  line: StoredLine,
  isErased: (personId: string) => Promise<boolean>,
): Promise<"changed" | "emptied" | null> {
  const { byName, byAddress, subjectName, changes } = line;
  if (line.hash !== linkHash(head, line)) return "changed";
  if (!matchesDigest(line.byDigest, line.bySalt, [byName, byAddress])) return "changed";
  if (!matchesDigest(line.subjectDigest, line.subjectSalt, [subjectName, changes])) return "changed";
  if (line.bySalt === null && !(await isErased(line.byId))) return "emptied";
  if (line.subjectSalt === null && !(await isErased(line.subjectId || line.byId))) return "emptied";
  return null;
}

/** Returns a function that tells from the account's own entries whether a person was deleted for good. Queries once per person. */
export function erasedIn(db: Reader, accountId: number): (personId: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (subjectId) => {
    const message =
      known.get(subjectId) ??
      Boolean(
        await db.activity.findFirst({
          where: { accountId, subjectId, permission: "users.erase" satisfies Permission },
          select: { seq: true },
        }),
      );
    known.set(subjectId, message);
    return message;
  };
}

/** Whether one of these entries was written under this number. */
const belongsHere = (head: string, seq: number, lines: StoredLine[]) =>
  lines.some((line) => line.hash === linkHash(head, { ...line, seq }));

/** The fields that differ between two records, in the order of `fields`, for an activity entry. */
export function changesBetween<T extends Record<string, unknown>>(
  before: T | null,
  after: T | null,
  fields: readonly (keyof T & string)[],
): FieldChange[] {
  const text = (record: T | null, field: keyof T) =>
    record?.[field] == null || record[field] === "" ? null : String(record[field]);
  return fields
    .map((field) => ({ field, before: text(before, field), after: text(after, field) }))
    .filter((change) => change.before !== change.after);
}

function byOf(actor: Actor): { id: string; name: string } {
  if (isMember(actor)) return { id: actor.principal.personId, name: actor.principal.knownAs };
  if (actor.principal.kind !== "stranger") return { id: "", name: "" };
  throw new Error("an entry by a visitor must name who they became");
}

/** An activity entry in the database. */
type StoredLine = Link & {
  byName: string | null;
  byAddress: string | null;
  bySalt: string | null;
  subjectName: string | null;
  changes: string | null;
  subjectSalt: string | null;
  hash: string;
};

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

/** Makes a salted digest of personal values. Only the digest enters the chain, so erasing the values does not break it. */
function digestWithSalt(values: string[]): { salt: string; digest: string } {
  const salt = randomBytes(16).toString("base64url");
  return { salt, digest: digestOf(salt, values) };
}

/** Whether the values match the digest, or were erased together with their salt. */
function matchesDigest(digest: string, salt: string | null, values: (string | null)[]): boolean {
  return salt === null ? values.every((value) => value === null) : digest === digestOf(salt, values);
}

const digestOf = (salt: string, values: (string | null)[]) => sha256([salt, ...values]);

const sha256 = (values: unknown[]) => createHash("sha256").update(JSON.stringify(values)).digest("hex");
