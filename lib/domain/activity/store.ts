import "server-only";
import { erasedIn, faultOf, verifyChain, type FieldChange, type Verdict } from "@/lib/access/audit";
import type { Authorized } from "@/lib/access/authorize";
import { signCursor, verifyCursor } from "@/lib/database/cursor";
import { Prisma, type Reader } from "@/lib/database/db";
import type { ActivityLine, Named } from "@/lib/domain/activity/output";
import { fieldChanges } from "@/lib/domain/activity/schema";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { compositeId, isLogin, loginKey, searchFold } from "@/lib/isomorphic/identifiers";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import type { Permission } from "@/lib/policy";

/** The filters of the activity. A missing filter matches all. Null and an empty list match no entry. */
export type WantedLines = {
  /** Who did it. */
  by?: string | null;
  /** What was changed: one of these. */
  about?: readonly string[];
  /** Who did it or was changed. */
  person?: string | null;
  /** What was done: one of these. */
  permissions?: readonly Permission[];
  since?: Date | null;
  /** Exclusive. */
  until?: Date | null;
};

export const linesPerPage = 50;

/** Home shows the newest entries too. */
type Reading = Authorized<"activity.list" | "home.view">;

/**
 * Lists a page of the account's activity, newest first. Each combination of filters is a range of an index, in the chain's order.
 * So a page costs the same with ten entries as with a million, also if nothing matches.
 */
export async function listActivity(auth: Reading, wanted: WantedLines & { cursor: string; size: number }) {
  const list = `activity ${auth.actor.principal.accountId}`;
  const { size } = wanted;
  const cursor = wanted.cursor ? verifyCursor(list, wanted.cursor) : null;
  const backwards = cursor?.to === "before";
  const span = await spanOf(auth, wanted);
  const numbers = span ? await numbersOf(auth, wanted, beyond(span, cursor), backwards, size + 1) : [];
  const more = numbers.length > size;
  // Less than a page lies before: shows the first page, filled up.
  if (cursor && backwards && !more) return listActivity(auth, { ...wanted, cursor: "" });
  const lines = await linesOf(auth, numbers.slice(0, size));
  const at = (line: ActivityLine | undefined, to: "after" | "before") =>
    line ? signCursor(list, { to, key: String(line.seq), id: "" }) : null;
  return {
    lines,
    previous: (backwards ? more : cursor) ? at(lines[0], "before") : null,
    next: backwards || more ? at(lines.at(-1), "after") : null,
    strayed: Boolean(wanted.cursor) && !cursor,
  };
}

/** Finds a person of the account by username, by any of their IDs, or by the id in the entries. That id can also be a service's. */
export async function findNamed(auth: Authorized<"activity.list">, typed: string): Promise<Named | null> {
  const { db } = auth;
  const { accountId, digitalId, handle } = auth.actor.principal;
  const signIn = parseSignIn(typed);
  const own = "account" in signIn && [digitalId, handle].includes(signIn.account) ? signIn : null;
  const login = own?.login ?? (isLogin(typed) ? loginKey(typed) : undefined);
  if (login !== undefined) {
    const user = await db.person.findFirst({
      where: { accountId, loginKey: login },
      select: { id: true, login: true },
    });
    if (user) return { id: user.id, name: user.login };
  }
  const holder = await holderOf(db, accountId);
  const isHolder = own
    ? own.login === undefined
    : signIn.kind === "email"
      ? signIn.key === holder.emailKey
      : searchFold(typed) === searchFold(holder.name);
  if (isHolder || typed === holder.id) return { id: holder.id, name: holder.name };
  if (!/^[\w-]{22}$/.test(typed)) return null;
  const where = { id: typed, accountId };
  const [user, service] = await Promise.all([
    db.person.findFirst({ where, select: { login: true } }),
    db.service.findFirst({ where, select: { name: true } }),
  ]);
  return service ? { id: typed, name: service.name, isService: true } : { id: typed, name: user?.login ?? null };
}

/** Finds an entry of the actor's account with its neighbours in the chain. An entry of another account counts as nonexistent. */
export async function findLine(auth: Authorized<"activity.view">, seq: number) {
  const { db } = auth;
  const { accountId, digitalId } = auth.actor.principal;
  const near = await db.activity.findMany({ where: { accountId, seq: { gte: seq - 1, lte: seq + 1 } } });
  const line = near.find((each) => each.seq === seq);
  if (!line) return null;
  const before = near.find((each) => each.seq === seq - 1);
  const after = near.find((each) => each.seq === seq + 1);
  const fault =
    seq > 1 && !before ? ("missing" as const) : await faultOf(before?.hash ?? "", line, erasedIn(db, accountId));
  const ids = [line.byId, line.subjectId].filter(Boolean);
  const people = await db.person.findMany({ where: { id: { in: ids }, accountId }, select: { id: true, login: true } });
  const personOf = (id: string) => {
    const person = people.find((each) => each.id === id);
    return person
      ? { id: person.login || digitalId, signsInAs: person.login ? compositeId(digitalId, person.login) : digitalId }
      : null;
  };
  return {
    line: asLine(line),
    by: personOf(line.byId),
    subject: personOf(line.subjectId),
    hash: line.hash,
    /** The hash of the previous entry. Empty for the first entry, null if the previous one is missing. */
    before: seq === 1 ? "" : (before?.hash ?? null),
    fault,
    /** Whether the changes were erased with a person. */
    erased: line.subjectSalt === null,
    newer: after ? after.seq : null,
    older: before ? before.seq : null,
  };
}

/** Finds an account by digital ID or handle. Without one, finds the next account in order of creation. */
export async function findAccountToVerify({ db }: Authorized<"activity.verify">, named: string, after: number) {
  const signIn = parseSignIn(named);
  if (named && (!("account" in signIn) || signIn.login !== undefined)) return null;
  return db.account.findFirst({
    where: "account" in signIn ? { [signIn.kind]: signIn.account } : { id: { gt: after } },
    orderBy: { id: "asc" },
    select: { id: true, digitalId: true, handle: true },
  });
}

/** Verifies the chain of any account. */
export const verifyAccount = (auth: Authorized<"activity.verify">, accountId: number): Promise<Verdict> =>
  verifyChain(auth.db, accountId);

async function holderOf(db: Reader, accountId: number) {
  const { id, firstName, lastName, email } = await db.person.findFirstOrThrow({
    where: { accountId, kind: "holder" },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  return { id, name: `${firstName} ${lastName}`.trim(), emailKey: emailKey(email) };
}

/** A range of entry numbers, inclusive. */
type Span = { first: number; last: number };

/** The highest possible number of an entry. */
const highest = 2 ** 31 - 1;

/** The entries of the period. Times grow with the numbers, so both ends come from the index of times. */
async function spanOf({ db, actor }: Reading, { since, until }: WantedLines): Promise<Span | null> {
  const { accountId } = actor.principal;
  const first = since
    ? await db.activity.findFirst({
        where: { accountId, at: { gte: since } },
        orderBy: [{ at: "asc" }, { seq: "asc" }],
        select: { seq: true },
      })
    : { seq: 1 };
  const last = until
    ? await db.activity.findFirst({
        where: { accountId, at: { lt: until } },
        orderBy: [{ at: "desc" }, { seq: "desc" }],
        select: { seq: true },
      })
    : { seq: highest };
  return first && last && first.seq <= last.seq ? { first: first.seq, last: last.seq } : null;
}

function beyond({ first, last }: Span, cursor: { to: string; key: string } | null): Span {
  if (!cursor) return { first, last };
  const seq = Number(cursor.key);
  return cursor.to === "before" ? { first: Math.max(first, seq + 1), last } : { first, last: Math.min(last, seq - 1) };
}

/** Finds the numbers of at most `most` matching entries, from the end of the span where the page begins. */
async function numbersOf(
  auth: Reading,
  wanted: WantedLines,
  span: Span,
  backwards: boolean,
  most: number,
): Promise<number[]> {
  const { db, actor } = auth;
  const { accountId } = actor.principal;
  const order = backwards ? Prisma.sql`ORDER BY "seq" ASC` : Prisma.sql`ORDER BY "seq" DESC`;
  // Each part is one range of an index that gives its first rows in order, so there is little to merge.
  const ranges = rangesOf(wanted).map(
    (range) => Prisma.sql`SELECT "seq" FROM (
      SELECT "seq" FROM "Activity" WHERE "accountId" = ${accountId}${conditionsOf(range)}
        AND "seq" >= ${span.first} AND "seq" <= ${span.last} ${order} LIMIT ${most}) AS "range"`,
  );
  if (ranges.length === 0) return [];
  const rows = await db.$queryRaw<{ seq: number | bigint }[]>`
    SELECT DISTINCT "seq" FROM (${Prisma.join(ranges, " UNION ALL ")}) AS "found" ${order} LIMIT ${most}`;
  return rows.map(({ seq }) => Number(seq));
}

type Range = { by?: string; about?: string; permission?: Permission };

/** Splits the filters into ranges with one value per column. */
function rangesOf({ by, about, person, permissions }: WantedLines): Range[] {
  if (by === null || person === null) return [];
  const narrowed = (about ?? [undefined]).map((subject): Range => ({ by, about: subject }));
  const theirs =
    person === undefined
      ? narrowed
      : narrowed.flatMap((range) => [intersect(range, { by: person }), intersect(range, { about: person })]);
  return theirs.flatMap((range) =>
    range ? (permissions ?? [undefined]).map((permission) => ({ ...range, permission })) : [],
  );
}

/** The intersection of two ranges. Null if it is empty. */
function intersect(a: Range, b: Range): Range | null {
  const contrary = (["by", "about"] as const).some((column) => a[column] && b[column] && a[column] !== b[column]);
  return contrary ? null : { by: a.by ?? b.by, about: a.about ?? b.about };
}

function conditionsOf({ by, about, permission }: Range): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.empty,
      by === undefined ? Prisma.empty : Prisma.sql` AND "byId" = ${by}`,
      about === undefined ? Prisma.empty : Prisma.sql` AND "subjectId" = ${about}`,
      permission === undefined ? Prisma.empty : Prisma.sql` AND "permission" = ${permission}`,
    ],
    "",
  );
}

/** The entries with these numbers, newest first. */
async function linesOf({ db, actor }: Reading, numbers: number[]): Promise<ActivityLine[]> {
  if (numbers.length === 0) return [];
  const rows = await db.activity.findMany({
    where: { accountId: actor.principal.accountId, seq: { in: numbers } },
    select: {
      seq: true,
      at: true,
      permission: true,
      byId: true,
      byName: true,
      byAddress: true,
      subjectId: true,
      subjectName: true,
      changes: true,
    },
  });
  return rows.map(asLine).toSorted((a, b) => b.seq - a.seq);
}

type Row = Omit<ActivityLine, "changes"> & { changes: string | null };

function asLine({ seq, at, permission, byId, byName, byAddress, subjectId, subjectName, changes }: Row): ActivityLine {
  return {
    seq,
    at,
    permission,
    byId,
    byName,
    byAddress,
    subjectId,
    subjectName,
    changes: readChanges(changes),
  };
}

/** Reads the changes of an entry. Empty if they were tampered with: the chain reveals it, and other entries stay readable. */
function readChanges(changes: string | null): FieldChange[] {
  if (changes === null) return [];
  try {
    return fieldChanges.parse(JSON.parse(changes));
  } catch {
    return [];
  }
}
