import "server-only";
import type { Authorized } from "@/lib/authorize";
import { openCursor, sealCursor, type Cursor } from "@/lib/cursor";
import { engine, type Db, type Prisma } from "@/lib/db";
import { emailKey, loginKey, searchFold } from "@/lib/identifiers";
import type { Privilege, Status } from "@/lib/policy";
import { countIn, countOut, never, nextNumber, peoplePerAccount, recount, statusFrom } from "@/lib/people";
import { newId } from "@/lib/tokens";
import { erasableBefore } from "@/lib/users/rules";
import type { UsersQuery } from "@/lib/users/schema";

/** A user as the list and the dialogs show them. A moment that never came is null. */
export type User = {
  id: string;
  version: number;
  login: string;
  email: string;
  privilege: Privilege;
  description: string;
  status: Status;
  createdAt: Date;
  lastLoginAt: Date | null;
  passwordChangedAt: Date | null;
  removedAt: Date | null;
};

export type UsersPage = {
  users: User[];
  previous: string | null;
  next: string | null;
  /** How many match, where a counter knows it. */
  total: number | null;
  /** How many users the account has, removed ones apart. */
  all: number;
  /** The cursor did not belong to this list, so its first page is shown. */
  strayed: boolean;
};

/** One page of the users of the actor's account. Costs the same whatever their number. */
export async function listUsers(auth: Authorized<"users.list">, query: UsersQuery): Promise<UsersPage> {
  const { db, actor } = auth;
  const list = `users ${actor.accountId} ${query.descending ? "-" : ""}${query.sort}`;
  const cursor = query.cursor ? openCursor(list, query.cursor) : null;
  const counts = await db.userCount.findMany({ where: { accountId: actor.accountId } });
  const page = await pageOf(db, actor.accountId, query, cursor);
  return {
    users: page.rows.map(asUser),
    previous: page.previous && sealCursor(list, page.previous),
    next: page.next && sealCursor(list, page.next),
    total: query.q ? null : sum(counts.filter((count) => matches(query, count))),
    all: sum(counts.filter(({ status }) => status !== "removed")),
    strayed: Boolean(query.cursor) && !cursor,
  };
}

/** A user of the actor's account, removed or not. Another account's user is as one that never existed. */
export async function findUser(auth: Authorized<UserPermission>, id: string) {
  const { db, actor } = auth;
  return db.person.findFirst({ where: { id, accountId: actor.accountId, kind: "user" } });
}

/**
 * The ids of users whose login, e-mail address or description holds the word, removed ones too; at most so many. Who
 * is called so exactly comes first, then whose login begins with it.
 */
export async function findUsersByWord(auth: Authorized<"activity.list">, typed: string, most: number): Promise<string[]> {
  const { db, actor } = auth;
  const { accountId } = actor;
  const word = searchFold(typed);
  const called = await db.person.findMany({
    where: { accountId, ...beginsWith(word) },
    orderBy: { loginKey: "asc" },
    take: most,
    select: { id: true },
  });
  const ids = called.map(({ id }) => id);
  if (ids.length === most || isShort(word)) return ids;
  const numbers = (await holding(db, accountId, word, most)).map(({ number }) => BigInt(number));
  const others = await db.person.findMany({ where: { number: { in: numbers } }, orderBy: { loginKey: "asc" }, select: { id: true } });
  return [...new Set([...ids, ...others.map(({ id }) => id)])].slice(0, most);
}

/** A new user. Violates the unique login where the account has, or had until lately, one of that name. */
export async function insertUser(
  auth: Authorized<"users.add">,
  user: { login: string; email: string; passwordHash: string; privilege: Privilege; description: string; changeDue: boolean },
) {
  const { db, now, actor } = auth;
  const causes = { removedAt: null, disabledAt: null, changeDue: user.changeDue };
  const person = await db.person.create({
    data: {
      ...user,
      id: newId(),
      number: await nextNumber(db, actor.accountId),
      accountId: actor.accountId,
      kind: "user",
      loginKey: loginKey(user.login),
      emailKey: emailKey(user.email),
      searchText: searchTextOf(user),
      status: statusFrom(causes),
      createdAt: now,
      passwordChangedAt: now,
      lastLoginAt: never,
      editedAt: now,
      editedBy: actor.knownAs,
    },
  });
  await countIn(db, person);
  return person;
}

type Person = NonNullable<Awaited<ReturnType<typeof findUser>>>;

/** Writes some fields of a user found before in the same transaction, and what follows from them. */
export async function changeUser(
  auth: Authorized<Exclude<UserPermission, "users.sessions" | "users.list">>,
  before: Person,
  fields: Partial<Pick<Person, "email" | "privilege" | "description" | "passwordHash" | "passwordChangedAt" | "changeDue" | "disabledAt" | "removedAt">>,
) {
  const { db, now, actor } = auth;
  const after = { ...before, ...fields };
  const person = await db.person.update({
    where: { id: before.id },
    data: {
      ...fields,
      emailKey: emailKey(after.email),
      searchText: searchTextOf(after),
      status: statusFrom(after),
      removed: after.removedAt !== null,
      version: { increment: 1 },
      editedAt: now,
      editedBy: actor.knownAs,
    },
  });
  await recount(db, before, person);
  return person;
}

/** Removed users of all accounts who can no longer be restored, the longest removed first; at most so many. */
export async function listErasable(auth: Authorized<"users.erase">, most: number): Promise<{ id: string }[]> {
  return auth.db.person.findMany({
    where: { removedAt: { lt: erasableBefore(auth.now) } },
    orderBy: { removedAt: "asc" },
    take: most,
    select: { id: true },
  });
}

/** A removed user of any account, with what erasing them counts. */
export async function findRemoved({ db }: Authorized<"users.erase">, id: string) {
  return db.person.findFirst({
    where: { id, kind: "user", removed: true },
    select: { id: true, accountId: true, kind: true, privilege: true, status: true, lastLoginAt: true, removedAt: true },
  });
}

type Removed = NonNullable<Awaited<ReturnType<typeof findRemoved>>>;

/** The person's row goes, and what is left to erase of them is noted in the same transaction. */
export async function eraseRemoved({ db }: Authorized<"users.erase">, user: Removed): Promise<void> {
  const { id, accountId } = user;
  await db.person.delete({ where: { id }, select: { id: true } });
  await countOut(db, user);
  await db.erasure.create({ data: { accountId, personId: id } });
}

type UserPermission =
  | "users.add"
  | "users.list"
  | "users.sessions"
  | "users.edit"
  | "users.set-password"
  | "users.disable"
  | "users.enable"
  | "users.remove"
  | "users.restore";

/** What a search looks through. */
export const searchTextOf = (user: { login: string; email: string; description: string }) =>
  searchFold(`${user.login}\n${user.email}\n${user.description}`);

const sum = (counts: { count: number }[]) => counts.reduce((total, row) => total + row.count, 0);

const matches = (query: UsersQuery, { privilege, status }: { privilege: string; status: string }) =>
  (query.status ? status === query.status : status !== "removed") && (!query.privilege || privilege === query.privilege);

// ——— the list: keyset pages in the order of an index, and a search that asks the text index first ———

const columns = { username: "loginKey", created: "createdAt", "last-login": "lastLoginAt" } as const;

/** At most so many matches are sorted in memory; a more common word is met soon enough along the list itself. */
const fewMatches = 500;

/** A statement over many rows stops every page while it runs. */
const mostAtOnce = 1000;

const shown = {
  id: true,
  version: true,
  login: true,
  loginKey: true,
  email: true,
  privilege: true,
  description: true,
  status: true,
  createdAt: true,
  lastLoginAt: true,
  passwordChangedAt: true,
  removedAt: true,
} as const;

type Row = Prisma.PersonGetPayload<{ select: typeof shown }>;

async function pageOf(db: Db, accountId: number, query: UsersQuery, cursor: Cursor | null) {
  const backwards = cursor?.to === "before";
  const rows = await rowsFrom(db, accountId, query, cursor);
  const more = rows.length > query.size;
  // Rows went while someone turned the pages: what is left of the first page is filled up from its beginning.
  if (cursor && (backwards ? !more : rows.length === 0)) return firstPage(db, accountId, query);
  const page = rows.slice(0, query.size);
  if (backwards) page.reverse();
  return ends(query, page, { earlier: backwards ? more : Boolean(cursor), later: backwards || more });
}

async function firstPage(db: Db, accountId: number, query: UsersQuery) {
  const rows = await rowsFrom(db, accountId, query, null);
  return ends(query, rows.slice(0, query.size), { earlier: false, later: rows.length > query.size });
}

function ends(query: UsersQuery, rows: Row[], { earlier, later }: { earlier: boolean; later: boolean }) {
  const at = (row: Row | undefined, to: Cursor["to"]): Cursor | null =>
    row ? { to, key: keyOf(row, query), id: row.id } : null;
  return { rows, previous: earlier ? at(rows[0], "before") : null, next: later ? at(rows.at(-1), "after") : null };
}

/** Up to one row more than a page, from the cursor on, in the direction of travel. */
async function rowsFrom(db: Db, accountId: number, query: UsersQuery, cursor: Cursor | null): Promise<Row[]> {
  const down = query.descending !== (cursor?.to === "before");
  const word = searchFold(query.q);
  const few = word ? await fewPeople(db, accountId, word) : null;
  if (few) {
    const found = few.length === 0 ? [] : await db.person.findMany({ where: { number: { in: few } }, select: shown });
    return found
      .filter((row) => matches(query, row) && (!cursor || beyond(row, query, cursor, down)))
      .sort((a, b) => (down ? -1 : 1) * compare(a, b, query))
      .slice(0, query.size + 1);
  }
  const rows: Row[] = [];
  let from = cursor;
  // Each batch is twice the one before, so that a word whose users stand far down takes few statements.
  for (let take = word ? 4 * query.size : query.size + 1; ; take = Math.min(2 * take, mostAtOnce)) {
    const batch = await walk(db, accountId, query, from, down, take);
    rows.push(...(word ? batch.filter((row) => includesWord(row, word)) : batch));
    const last = batch.at(-1);
    if (!word || rows.length > query.size || !last || batch.length < take) return rows.slice(0, query.size + 1);
    from = { to: "after", key: keyOf(last, query), id: last.id };
  }
}

async function walk(db: Db, accountId: number, query: UsersQuery, from: Cursor | null, down: boolean, take: number): Promise<Row[]> {
  const column = columns[query.sort];
  const [direction, further] = down ? (["desc", "lt"] as const) : (["asc", "gt"] as const);
  const where = {
    accountId,
    kind: "user",
    ...(query.status ? { status: query.status } : { removed: false }),
    ...(query.privilege ? { privilege: query.privilege } : {}),
  };
  const orderBy = [{ [column]: direction }, { id: direction }];
  if (!from) return db.person.findMany({ where, orderBy, take, select: shown });
  const at = column === "loginKey" ? from.key : new Date(from.key);
  // Two ranges of the index: one condition with OR would read through everyone of the same key, such as all who never came.
  const alike =
    column === "loginKey"
      ? [] // unique: nobody shares it
      : await db.person.findMany({ where: { ...where, [column]: at, id: { [further]: from.id } }, orderBy, take, select: shown });
  if (alike.length === take) return alike;
  const rest = take - alike.length;
  const others = await db.person.findMany({ where: { ...where, [column]: { [further]: at } }, orderBy, take: rest, select: shown });
  return [...alike, ...others];
}

/** The numbers of the people whose text holds the word, or null where they are more than a few. */
async function fewPeople(db: Db, accountId: number, word: string): Promise<bigint[] | null> {
  const found = isShort(word)
    ? await db.person.findMany({ where: { accountId, ...beginsWith(word) }, take: fewMatches + 1, select: { number: true } })
    : await holding(db, accountId, word, fewMatches + 1);
  return found.length > fewMatches ? null : found.map(({ number }) => BigInt(number));
}

const beginsWith = (word: string) => ({ loginKey: { gte: word, lt: `${word}\u{10ffff}` } });

/** Some of the people whose text holds a word of three letters or more, by the text index. */
function holding(db: Db, accountId: number, word: string, most: number): Promise<{ number: number | bigint }[]> {
  return engine === "sqlite"
    ? db.$queryRaw`
        SELECT rowid AS "number" FROM "PersonSearch" WHERE "PersonSearch" MATCH ${`"${word.replaceAll('"', '""')}"`}
          AND rowid BETWEEN ${BigInt(accountId) * peoplePerAccount} AND ${BigInt(accountId + 1) * peoplePerAccount - 1n}
        LIMIT ${most}`
    : db.$queryRaw`
        SELECT "number" FROM "Person" WHERE "accountId" = ${accountId} AND "kind" = 'user'
          AND "searchText" LIKE ${`%${word.replace(/[\\%_]/g, "\\$&")}%`} LIMIT ${most}`;
}

// The text indexes know runs of three characters; less means the beginning of a login.
const isShort = (word: string) => [...word].length < 3;

const includesWord = (row: Row, word: string) =>
  isShort(word) ? (row.loginKey ?? "").startsWith(word) : searchTextOf(row).includes(word);

function keyOf(row: Row, query: UsersQuery): string {
  const value = row[columns[query.sort]];
  return value instanceof Date ? value.toISOString() : (value ?? "");
}

function compare(a: Row, b: Row, query: UsersQuery): number {
  const [x, y] = [keyOf(a, query), keyOf(b, query)];
  return x === y ? Number(a.id > b.id) - Number(a.id < b.id) : x < y ? -1 : 1;
}

function beyond(row: Row, query: UsersQuery, cursor: Cursor, down: boolean): boolean {
  const key = keyOf(row, query);
  const order = key === cursor.key ? Number(row.id > cursor.id) - Number(row.id < cursor.id) : key > cursor.key ? 1 : -1;
  return down ? order < 0 : order > 0;
}

function asUser({ loginKey: _, lastLoginAt, passwordChangedAt, ...row }: Row): User {
  return {
    ...row,
    privilege: row.privilege as Privilege,
    status: row.status as Status,
    lastLoginAt: lastLoginAt.getTime() > 0 ? lastLoginAt : null,
    passwordChangedAt: passwordChangedAt.getTime() > 0 ? passwordChangedAt : null,
  };
}
