// What the tables refuse by themselves, whatever the program does.
import { expect, it } from "vitest";
import { Prisma, type Db, type OpenDatabase } from "@/lib/database/db";
import { onEachEngine } from "@/lib/testing/databases";

const at = new Date("2026-11-24T10:00:00.120Z");
const never = new Date(0);

onEachEngine("The tables", (open) => {
  it("have every column of the models", async () => {
    const { db } = await open();
    const delegates = db as unknown as Record<string, { findFirst(): Promise<unknown> }>;
    for (const model of Object.values(Prisma.ModelName)) {
      await delegates[model.charAt(0).toLowerCase() + model.slice(1)]!.findFirst();
    }
  });

  it("accept an account with its holder, and a user", async () => {
    const { db, transaction } = await open();
    const accountId = await transaction((tx) => insertAccount(tx, 1));
    await transaction((tx) => insertUser(tx, accountId, "john"));
    expect(await db.person.count({ where: { accountId } })).toBe(2);
  });

  it("refuse an account whose holder is missing, a user, or another account's", async () => {
    const { transaction } = await open();
    const accountId = await transaction((tx) => insertAccount(tx, 2));
    const user = await transaction((tx) => insertUser(tx, accountId, "jane"));
    await refuses(transaction((tx) => insertAccount(tx, 3, null)), /foreign key/i);
    for (const holderId of [user.id, "holder-1"]) {
      const elect = transaction((tx) => tx.account.update({ where: { id: accountId }, data: { holderId } }));
      await refuses(elect, /foreign key|unique/i);
    }
  });

  it("refuse a second holder, and a holder's e-mail address twice", async () => {
    const { db, transaction } = await open();
    const { id: accountId } = await db.account.findFirstOrThrow();
    const second = person(accountId, 500, { id: "second", kind: "holder", privilege: "holder" });
    await refuses(transaction((tx) => tx.person.create({ data: second })), /unique/i);
    await refuses(transaction((tx) => insertAccount(tx, 4, { emailKey: "holder-1@example.com" })), /unique/i);
  });

  it("refuse a holder who is disabled, removed or has a login, and a user who is a holder or has none", async () => {
    const { writer } = await open();
    const changeHolder = (data: object) => writer.person.update({ where: { id: "holder-1" }, data });
    await refuses(changeHolder({ disabledAt: at, status: "disabled" }), /Person_holder_check/);
    await refuses(changeHolder({ removedAt: at, removed: true, status: "removed" }), /Person_holder_check/);
    await refuses(changeHolder({ login: "h", loginKey: "h" }), /Person_holder_check/);
    await refuses(changeHolder({ privilege: "administrator" }), /Person_holder_check/);
    const john = await writer.person.findFirstOrThrow({ where: { loginKey: "john" } });
    const changeJohn = (data: object) => writer.person.update({ where: { id: john.id }, data });
    await refuses(changeJohn({ privilege: "holder" }), /Person_holder_check/);
    await refuses(changeJohn({ loginKey: null }), /Person_holder_check/);
    await refuses(changeJohn({ loginKey: "John" }), /Person_login_check/);
    await refuses(changeJohn({ theme: "pink" }), /theme/);
    await refuses(changeJohn({ privilege: "king" }), /privilege/);
    await refuses(changeJohn({ description: "x".repeat(256) }), /description/);
    await changeJohn({ description: "😀".repeat(255) });
  });

  it("refuse a status that its causes do not give", async () => {
    const { writer } = await open();
    const { id } = await writer.person.findFirstOrThrow({ where: { loginKey: "john" } });
    const change = (data: object) => writer.person.update({ where: { id }, data });
    await change({ changeDue: true, status: "change-due" });
    await refuses(change({ changeDue: true, status: "enabled" }), /Person_status_check/);
    await change({ disabledAt: at, status: "disabled" });
    await refuses(change({ status: "change-due" }), /Person_status_check/);
    await refuses(change({ removedAt: at, status: "removed" }), /Person_removed_check/);
    await change({ removedAt: at, removed: true, status: "removed" });
    await change({ removedAt: null, removed: false, disabledAt: null, changeDue: false, status: "enabled" });
  });

  it("refuse to move a person, to count below nothing, and a session in another account", async () => {
    const { writer } = await open();
    const john = await writer.person.findFirstOrThrow({ where: { loginKey: "john" } });
    const move = (data: object) => writer.person.update({ where: { id: john.id }, data });
    await refuses(move({ number: john.number + 1n }), /keeps id, number, account and kind|Foreign key/);
    await refuses(move({ number: 7n }), /keeps id, number, account and kind|Foreign key|number_check/);
    const { accountId } = john;
    const counts = { accountId, privilege: "none", status: "enabled" };
    const below = /violates check constraint|CHECK constraint failed/i;
    await refuses(writer.userCount.create({ data: { ...counts, count: -1 } }), below);
    await refuses(writer.userCount.create({ data: { ...counts, count: 1, neverSignedIn: 2 } }), below);
    const session = (of: number) => ({
      data: {
        id: `session-${of}`,
        tokenHash: String(of).padStart(64, "a"),
        accountId: of,
        personId: john.id,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at,
        address: "::1",
        userAgent: "",
      },
    });
    await writer.session.create(session(accountId));
    const other = await writer.account.findFirstOrThrow({ where: { id: { not: accountId } } });
    await refuses(writer.session.create(session(other.id)), /foreign key/i);
  });

  it("never lose or change an activity line, but let a person's values be emptied", async () => {
    const { writer } = await open();
    const { id: accountId } = await writer.account.findFirstOrThrow();
    const where = { accountId_seq: { accountId, seq: 1 } };
    const by = { byName: "Ada", byAddress: "::1", bySalt: "s" };
    const subject = { subjectName: "john", changes: "[]", subjectSalt: "t" };
    const fixed = { permission: "users.add", byId: "a", byDigest: "d", subjectId: "j", subjectDigest: "e" };
    const line = { accountId, seq: 1, at, ...fixed, ...by, ...subject, hash: "0".repeat(64) };
    await writer.activity.create({ data: line });
    const never = /never (deleted|changed|replaced)|Foreign key|Unique/;

    await refuses(writer.activity.delete({ where }), never);
    await refuses(writer.activity.create({ data: line }), never);
    const empty = { byName: null, byAddress: null, bySalt: null };
    const bare = { subjectName: null, changes: null, subjectSalt: null };
    const hash = "1".repeat(64);
    const refused = [
      { seq: 2 },
      { at: new Date() },
      { permission: "x" },
      { hash },
      { byDigest: "x" },
      { byName: "Eve" },
      { byName: null },
      { byName: null, byAddress: null },
      { ...empty, hash },
      { subjectName: "x" },
      { changes: null },
    ];
    for (const data of refused) await refuses(writer.activity.update({ where, data }), never);
    expect(await writer.activity.findUnique({ where })).toEqual(line);

    await writer.activity.update({ where, data: empty });
    await refuses(writer.activity.update({ where, data: by }), never);
    await writer.activity.update({ where, data: bare });
    expect(await writer.activity.findUnique({ where })).toEqual({ ...line, ...empty, ...bare });
  });

  it("sort keys by their bytes", async () => {
    const { db, transaction } = await open();
    const accountId = await transaction((tx) => insertAccount(tx, 9));
    const logins = ["a.b", "a-b", "a_b", "ab", "a0", "b"];
    for (const login of logins) await transaction((tx) => insertUser(tx, accountId, login));
    const found = await db.person.findMany({ where: { accountId, kind: "user" }, orderBy: { loginKey: "asc" } });
    expect(found.map(({ login }) => login)).toEqual([...logins].sort());
  });

  it("find a user by any part of three letters, also after a change, and nobody of another account", async () => {
    const opened = await open();
    const one = await opened.transaction((tx) => insertAccount(tx, 5));
    const two = await opened.transaction((tx) => insertAccount(tx, 6));
    const anna = await opened.transaction((tx) => insertUser(tx, one, "anna", "anna müller"));
    await opened.transaction((tx) => insertUser(tx, two, "anna", "anna müller"));
    expect(await search(opened, one, "müll")).toEqual([anna.number]);
    expect(await search(opened, one, "na m")).toEqual([anna.number]);
    await opened.writer.person.update({ where: { id: anna.id }, data: { searchText: "anna schmidt" } });
    expect(await search(opened, one, "müll")).toEqual([]);
    expect(await search(opened, one, "schm")).toEqual([anna.number]);
    await opened.writer.person.delete({ where: { id: anna.id } });
    expect(await search(opened, one, "schm")).toEqual([]);
    expect(await search(opened, one, "holder")).toEqual([]);
  });
});

async function search({ db, engine }: OpenDatabase, accountId: number, part: string) {
  const from = BigInt(accountId) << 30n;
  const rows =
    engine === "sqlite"
      ? await db.$queryRaw<{ number: number | bigint }[]>`SELECT rowid AS "number" FROM "PersonSearch"
          WHERE "PersonSearch" MATCH ${`"${part}"`} AND rowid BETWEEN ${from} AND ${from + (1n << 30n) - 1n}`
      : await db.$queryRaw<{ number: number | bigint }[]>`SELECT "number" FROM "Person"
          WHERE "accountId" = ${accountId} AND "kind" = 'user' AND "searchText" LIKE ${`%${part}%`}`;
  return rows.map(({ number }) => BigInt(number));
}

/** Account `n` with its holder, unless that is null. Gives its id. */
async function insertAccount(tx: Db, n: number, holder: { emailKey?: string } | null = {}) {
  const digitalId = `1234-567-${String(n).padStart(2, "0")}`;
  const { id } = await tx.account.create({
    data: { digitalId, handle: `ah4821${n}-stw`, holderId: `holder-${n}`, createdAt: at },
  });
  const own = { id: `holder-${n}`, kind: "holder", privilege: "holder", searchText: "holder" };
  if (holder !== null) {
    await tx.person.create({ data: person(id, 0, { ...own, emailKey: `holder-${n}@example.com`, ...holder }) });
  }
  return id;
}

async function insertUser(tx: Db, accountId: number, login: string, searchText = login) {
  const { made } = await tx.account.update({ where: { id: accountId }, data: { made: { increment: 1 } } });
  const own = { id: `${accountId}-${made}`, kind: "user", privilege: "user", login, loginKey: login, searchText };
  return tx.person.create({ data: person(accountId, made, own) });
}

function person<T extends { id: string; kind: string; privilege: string }>(accountId: number, made: number, own: T) {
  const number = (BigInt(accountId) << 30n) + BigInt(made);
  const times = { passwordChangedAt: at, lastLoginAt: never, createdAt: at, editedAt: at };
  return { number, accountId, email: "", emailKey: "", status: "enabled", ...times, ...own };
}

/** The write is refused, and the reason is the one expected. */
async function refuses(write: Promise<unknown>, reason: RegExp) {
  const error: unknown = await write.then(() => "was accepted", (error: unknown) => error);
  const { message, cause, meta } = error as { message?: string; cause?: unknown; meta?: unknown };
  expect(`${message ?? error} ${JSON.stringify(cause)} ${JSON.stringify(meta)}`).toMatch(reason);
  expect(error).toBeInstanceOf(Error);
}
