import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import type { Prisma, Reader } from "@/lib/database/db";
import {
  fewOf,
  numbersWith,
  pageOf,
  prefixRange,
  takeStep,
  type KeysetPage,
  type Listing,
} from "@/lib/database/keyset";
import { countIn, countOut, mayLogIn, never, nextNumber, recount, statusFrom } from "@/lib/domain/people/store";
import type { User } from "@/lib/domain/users/output";
import { erasableBefore } from "@/lib/domain/users/rules";
import type { UsersQuery } from "@/lib/domain/users/schema";
import { emailKey, formsOf } from "@/lib/isomorphic/email.mjs";
import { isFoundBy, isShort, loginKey, searchFold } from "@/lib/isomorphic/identifiers";
import type { Permission, Privilege, Status } from "@/lib/policy";
import { newId } from "@/lib/security/tokens";

type ListedUsers = Omit<KeysetPage<never>, "rows"> & {
  users: User[];
  /** How many users match, or null if no counter covers the query. */
  total: number | null;
};

/** Lists a page of the users of the actor's account. The cost does not depend on their number. */
export async function listUsers(auth: Authorized<"users.list">, query: UsersQuery): Promise<ListedUsers> {
  const { db } = auth;
  const { accountId } = auth.actor.principal;
  const known = !query.q && query.status !== "invitation-failed";
  const total = known ? totalOf(await db.userCount.findMany({ where: { accountId } }), query) : null;
  const { rows, ...ways } = await pageOf(listing(db, accountId, query));
  return { ...ways, users: rows.map(asUser), total };
}

/** Finds a user of the actor's account, removed or not. A user of another account counts as nonexistent. */
export async function findUser(auth: Authorized<UserPermission>, id: string) {
  return auth.db.person.findFirst({ where: { id, accountId: auth.actor.principal.accountId, kind: "user" } });
}

/**
 * Finds the ids of at most `most` users whose username, email address or description contains the word, including removed users.
 * Order: exact username, usernames that begin with the word, others.
 */
export async function findUsersByWord(
  auth: Authorized<"activity.list" | "emails.list">,
  typed: string,
  most: number,
): Promise<string[]> {
  const { db } = auth;
  const { accountId } = auth.actor.principal;
  const word = searchFold(typed);
  const called = await db.person.findMany({
    where: { accountId, loginKey: prefixRange(word) },
    orderBy: { loginKey: "asc" },
    take: most,
    select: { id: true },
  });
  const ids = called.map(({ id }) => id);
  if (ids.length === most || isShort(word)) return ids;
  const numbers = (await numbersWith(db, "Person", accountId, word, most)).map(({ number }) => BigInt(number));
  const others = await db.person.findMany({
    where: { number: { in: numbers } },
    orderBy: { loginKey: "asc" },
    select: { id: true },
  });
  return [...new Set([...ids, ...others.map(({ id }) => id)])].slice(0, most);
}

/** Finds the user with this username if the actor added them. */
export async function findOwnAddition({ db, actor }: Authorized<"users.add">, login: string) {
  const { accountId, personId: byId } = actor.principal;
  const user = await db.person.findFirst({ where: { accountId, loginKey: loginKey(login) } });
  if (!user) return null;
  const where = { accountId, byId, subjectId: user.id, permission: "users.add" satisfies Permission };
  return (await db.activity.findFirst({ where, select: { seq: true } })) && user;
}

/** Inserts a user. Violates a unique constraint if the account has a user with that username, including removed ones. */
export async function insertUser(
  auth: Locked<"users.add">,
  user: {
    login: string;
    email: string;
    passwordHash: string | null;
    privilege: Privilege;
    description: string;
    changeDue: boolean;
    invited?: boolean;
  },
) {
  const { db, now, accountId, actor } = auth;
  const causes = { removedAt: null, disabledAt: null, invited: user.invited ?? false, changeDue: user.changeDue };
  const person = await db.person.create({
    data: {
      ...user,
      id: newId(),
      number: await nextNumber(auth),
      accountId,
      kind: "user",
      loginKey: loginKey(user.login),
      emailKey: emailKey(user.email),
      searchText: searchTextOf(user),
      status: statusFrom(causes),
      createdAt: now,
      passwordChangedAt: user.passwordHash === null ? never : now,
      lastLoginAt: never,
      editedAt: now,
      editedBy: actor.principal.knownAs,
    },
  });
  await countIn(auth, person);
  return person;
}

type Person = NonNullable<Awaited<ReturnType<typeof findUser>>>;

/** Updates fields of a user, and all that depends on them. `before` must come from the same transaction. */
export async function changeUser(
  auth: Locked<Exclude<UserPermission, "users.sessions" | "users.end-sessions" | "users.list">>,
  before: Person,
  fields: Partial<
    Pick<
      Person,
      | "email"
      | "privilege"
      | "description"
      | "passwordHash"
      | "passwordChangedAt"
      | "changeDue"
      | "invited"
      | "disabledAt"
      | "removedAt"
    >
  >,
) {
  const { db, now, accountId, actor } = auth;
  const after = { ...before, ...fields };
  const person = await db.person.update({
    where: { id: before.id, accountId },
    data: {
      ...fields,
      emailKey: emailKey(after.email),
      ...(after.email !== before.email && { undelivered: null }),
      searchText: searchTextOf(after),
      status: statusFrom(after),
      removed: after.removedAt !== null,
      version: { increment: 1 },
      editedAt: now,
      editedBy: actor.principal.knownAs,
    },
  });
  await recount(auth, before, person);
  return person;
}

/** Lists at most `most` removed users of all accounts who can no longer be restored, the longest removed first. */
export async function listErasable(auth: Authorized<"installation.upkeep">, most: number): Promise<{ id: string }[]> {
  return auth.db.person.findMany({
    where: { removedAt: { lt: erasableBefore(auth.now) } },
    orderBy: { removedAt: "asc" },
    take: most,
    select: { id: true },
  });
}

/** Finds a removed user of any account, with the fields that the counters need. */
export async function findRemoved({ db }: Authorized<"users.erase">, id: string) {
  return db.person.findFirst({
    where: { id, kind: "user", removed: true },
    select: {
      id: true,
      accountId: true,
      kind: true,
      privilege: true,
      status: true,
      lastLoginAt: true,
      twoFactor: true,
      removedAt: true,
    },
  });
}

type Removed = NonNullable<Awaited<ReturnType<typeof findRemoved>>>;

/** Deletes the user's row. Notes in the same transaction that personal values remain to erase. */
export async function eraseRemoved(auth: Locked<"users.erase">, user: Removed): Promise<void> {
  const { db, accountId } = auth;
  const { id } = user;
  await db.person.delete({ where: { id, accountId }, select: { id: true } });
  await countOut(auth, user);
  await db.erasure.create({ data: { accountId, personId: id } });
}

export type UserPermission =
  | "users.add"
  | "users.list"
  | "users.sessions"
  | "users.end-sessions"
  | "users.edit"
  | "users.reset-two-factor"
  | "users.send-link"
  | "users.set-password"
  | "users.disable"
  | "users.enable"
  | "users.remove"
  | "users.restore";

/** The text that a search looks through. */
export const searchTextOf = (user: { login: string; email: string; description: string }) =>
  // One letter can unfold to eighteen, and the column has a maximum length. The search ignores the rest.
  [...searchFold([user.login, ...formsOf(user.email), user.description].join("\n"))].slice(0, 2000).join("");

type Narrowed = Pick<UsersQuery, "privilege" | "status" | "two-factor">;

/** The number of users that match the filters, from the counters. */
function totalOf(counts: Count[], query: Narrowed): number {
  const absent = query.status === "never-signed-in";
  return counts
    .filter(
      ({ privilege, status }) => (absent ? mayLogIn(status) : inState(query, status)) && inPrivilege(query, privilege),
    )
    .reduce((total, row) => total + (absent ? neverSignedInCount(query, row) : signedInCount(query, row)), 0);
}

type Count = { privilege: string; status: string; count: number; neverSignedIn: number; twoFactor: number };

/** A user who never logged in has no verification method. */
const neverSignedInCount = (query: Narrowed, { neverSignedIn }: Count) =>
  query["two-factor"] === "on" ? 0 : neverSignedIn;

const signedInCount = (query: Narrowed, { count, twoFactor: on }: Count) =>
  ({ "": count, on, off: count - on })[query["two-factor"]];

const matches = (query: Narrowed, row: Row) =>
  (query["two-factor"] === "" || (query["two-factor"] === "on") === row.twoFactor) &&
  isListed(query, row) &&
  inPrivilege(query, row.privilege);

function isListed(query: Narrowed, { status, neverSignedIn, invitationFailed }: Row): boolean {
  if (query.status === "never-signed-in") return neverSignedIn === true;
  return query.status === "invitation-failed" ? invitationFailed === true : inState(query, status);
}

const inState = (query: Narrowed, status: string) => (query.status ? status === query.status : status !== "removed");
const inPrivilege = (query: Narrowed, privilege: string) => !query.privilege || privilege === query.privilege;

// ——— the list: keyset pages in the order of an index; a search uses the text index first ———

const columns = { username: "loginKey", created: "createdAt", "last-login": "lastLoginAt" } as const;

const shown = {
  id: true,
  version: true,
  login: true,
  loginKey: true,
  email: true,
  privilege: true,
  description: true,
  status: true,
  neverSignedIn: true,
  invitationFailed: true,
  undelivered: true,
  createdAt: true,
  lastLoginAt: true,
  passwordChangedAt: true,
  removedAt: true,
  twoFactor: true,
} as const;

type Row = Prisma.PersonGetPayload<{ select: typeof shown }>;

function listing(db: Reader, accountId: number, query: UsersQuery): Listing<Row> {
  const column = columns[query.sort];
  const where = {
    accountId,
    kind: "user",
    ...stateOf(query),
    ...(query.privilege ? { privilege: query.privilege } : {}),
    // Users who never logged in have none. Their own index is narrow enough for this filter.
    ...(query["two-factor"] ? { twoFactor: query["two-factor"] === "on" } : {}),
  };
  const word = searchFold(query.q);
  return {
    name: `users ${accountId} ${query.descending ? "-" : ""}${query.sort}`,
    cursor: query.cursor,
    size: query.size,
    descending: query.descending,
    keyOf: (row) => {
      const value = row[column];
      return value instanceof Date ? value.toISOString() : (value ?? "");
    },
    walk: (step) =>
      takeStep(
        step,
        { column, valueOf: (key) => (column === "loginKey" ? key : new Date(key)), unique: column === "loginKey" },
        (range) => db.person.findMany({ ...range, where: { ...where, ...range.where }, select: shown }),
      ),
    sieve: word
      ? {
          few: () => findFewMatches(db, accountId, word),
          includes: (row) => matches(query, row) && includesWord(row, word),
        }
      : undefined,
  };
}

/** The condition for the first columns of the list's index. */
function stateOf({ status }: UsersQuery) {
  if (status === "never-signed-in") return { neverSignedIn: true };
  if (status === "invitation-failed") return { invitationFailed: true };
  return status ? { status } : { removed: false };
}

/** The people whose text contains the word, or null if they are more than a few. */
function findFewMatches(db: Reader, accountId: number, word: string): Promise<Row[] | null> {
  return fewOf(
    (limit) =>
      isShort(word)
        ? db.person.findMany({
            where: { accountId, loginKey: prefixRange(word) },
            orderBy: { loginKey: "asc" },
            take: limit,
            select: { number: true },
          })
        : numbersWith(db, "Person", accountId, word, limit),
    (numbers) => db.person.findMany({ where: { number: { in: numbers } }, select: shown }),
  );
}

const includesWord = (row: Row, word: string) => isFoundBy(word, row.loginKey ?? "", () => searchTextOf(row));

function asUser({
  loginKey: _key,
  neverSignedIn: _absent,
  invitationFailed: _lost,
  undelivered,
  lastLoginAt,
  passwordChangedAt,
  ...row
}: Row): User {
  return {
    ...row,
    undelivered: undelivered !== null,
    privilege: row.privilege as Privilege,
    status: row.status as Status,
    lastLoginAt: lastLoginAt.getTime() > 0 ? lastLoginAt : null,
    passwordChangedAt: passwordChangedAt.getTime() > 0 ? passwordChangedAt : null,
  };
}
