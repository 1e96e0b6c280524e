// What the tables refuse themselves, independent of the program.
import { expect, it } from "vitest";
import { openDatabase, Prisma, type Db, type OpenDatabase } from "@/lib/database/db";
import { newDatabaseUrl, onEachEngine } from "@/lib/testing/databases";

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
    await refuses(
      transaction((tx) => insertAccount(tx, 3, null)),
      /foreign key/i,
    );
    for (const holderId of [user.id, "holder-1"]) {
      const elect = transaction((tx) => tx.account.update({ where: { id: accountId }, data: { holderId } }));
      await refuses(elect, /foreign key|unique/i);
    }
  });

  it("refuse a second holder, and a holder's email address twice", async () => {
    const { db, transaction } = await open();
    const { id: accountId } = await db.account.findFirstOrThrow();
    const second = person(accountId, 500, { id: "second", kind: "holder", privilege: "holder" });
    await refuses(
      transaction((tx) => tx.person.create({ data: second })),
      /unique/i,
    );
    await refuses(
      transaction((tx) => insertAccount(tx, 4, { emailKey: "holder-1@example.com" })),
      /unique/i,
    );
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

  it("refuse a status that does not follow from its causes", async () => {
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

  it("refuse to move a person, to count below zero, and a session in another account", async () => {
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
        ip: "::1",
        userAgent: "",
      },
    });
    await writer.session.create(session(accountId));
    const other = await writer.account.findFirstOrThrow({ where: { id: { not: accountId } } });
    await refuses(writer.session.create(session(other.id)), /foreign key/i);
  });

  it("never delete or change an activity line, but allow a person's values to be emptied", async () => {
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

  it("find a user by any three letters, also after a change, and no user of another account", async () => {
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

it("Both engines have the same columns, indexes, checks and keys, by name", async () => {
  const [sqlite, postgresql] = [
    openDatabase(await newDatabaseUrl("sqlite")),
    openDatabase(await newDatabaseUrl("postgresql")),
  ];
  const [here, there] = [await schemaOnSqlite(sqlite.db), await schemaOnPostgres(postgresql.db)];
  await Promise.all([sqlite.close(), postgresql.close()]);
  expect(here.columns).toEqual(there.columns);
  // SQLite searches text through tables of its own.
  expect(here.indexes).toEqual(there.indexes.filter((index) => !/^(Person|Service)_search_idx /.test(index)));
  expect(here.keys).toEqual(there.keys);
  // PostgreSQL ensures these by its types: see `shapes`.
  expect(here.shapes).toEqual(there.shapes);
  expect(here.checks).toEqual(there.checks);
});

type Schema = { columns: string[]; indexes: string[]; keys: string[]; shapes: string[]; checks: string[] };

const shape = /^"\w+" (GLOB '\?{4}-\?\?-\?\?T\?\?:\?\?:\?\?\.\?{3}\+00:00'|IN \(0, 1\))$/;

async function schemaOnSqlite(db: Db): Promise<Schema> {
  const tables = await db.$queryRaw<{ name: string; sql: string }[]>`
    SELECT "name", "sql" FROM "sqlite_schema"
    WHERE "type" = 'table' AND "sql" NOT LIKE 'CREATE VIRTUAL TABLE%' AND "name" NOT GLOB '*Search_*'
      AND "name" NOT IN ('sqlite_sequence', '_prisma_migrations')`;
  const found: Schema = { columns: [], indexes: [], keys: [], shapes: [], checks: [] };
  for (const { name: table, sql } of tables) {
    const columns = await db.$queryRaw<
      { name: string; type: string; notnull: number; dflt_value: string | null; pk: number; hidden: number }[]
    >`
      SELECT * FROM pragma_table_xinfo(${table})`;
    for (const { name, notnull, dflt_value: given, hidden } of columns)
      found.columns.push(columnAs(table, name, !notnull, given !== null, hidden > 0));
    const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    found.indexes.push(
      indexAs(
        `${table}_pkey`,
        table,
        key.map(({ name }) => name),
        true,
        "",
      ),
    );
    const indexes = await db.$queryRaw<
      { name: string; unique: number; origin: string; columns: string; sql: string | null }[]
    >`
      SELECT i."name", i."unique", i."origin", (SELECT group_concat("name") FROM (SELECT "name" FROM pragma_index_info(i."name") ORDER BY "seqno")) AS "columns",
        (SELECT "sql" FROM "sqlite_schema" s WHERE s."name" = i."name") AS "sql" FROM pragma_index_list(${table}) i WHERE i."origin" <> 'pk'`;
    for (const index of indexes) {
      const on = index.columns.split(",");
      const name = index.origin === "u" ? `${table}_${on.join("_")}_key` : index.name;
      found.indexes.push(
        indexAs(name, table, on, index.unique === 1, / WHERE (.*)$/s.exec(index.sql ?? "")?.[1] ?? ""),
      );
    }
    const keys = await db.$queryRaw<{ table: string; from: string; to: string; on_delete: string }[]>`
      SELECT "table", group_concat("from") AS "from", group_concat("to") AS "to", "on_delete" FROM (
        SELECT * FROM pragma_foreign_key_list(${table}) ORDER BY "id", "seq") GROUP BY "id"`;
    for (const key of keys) found.keys.push(keyAs(table, key.from, key.table, key.to, key.on_delete));
    for (const { name, condition } of checksIn(table, sql)) {
      if (shape.test(condition)) found.shapes.push(name);
      else found.checks.push(name);
    }
  }
  return sorted(found);
}

/** The checks of a table from the text that SQLite stores. A check without a name gets the name that PostgreSQL gives it. */
function checksIn(table: string, sql: string) {
  return [...sql.matchAll(/CHECK\s*\(/g)].map((match) => {
    const before = sql.slice(0, match.index);
    const from = match.index + match[0].length;
    let end = from;
    for (let [depth, quoted] = [1, false]; depth > 0; end++) {
      if (sql[end] === "'") quoted = !quoted;
      else if (!quoted) depth += sql[end] === "(" ? 1 : sql[end] === ")" ? -1 : 0;
    }
    const named = /CONSTRAINT "(\w+)"\s*$/.exec(before)?.[1];
    const column = [...before.matchAll(/[(,]\s*(?:--[^\n]*\n\s*)*"(\w+)" [A-Z]/g)].at(-1)?.[1];
    return { name: named ?? `${table}_${column}_check`, condition: sql.slice(from, end - 1).trim() };
  });
}

async function schemaOnPostgres(db: Db): Promise<Schema> {
  const columns = await db.$queryRaw<
    { table: string; name: string; type: string; nullable: boolean; given: boolean; derived: boolean }[]
  >`
    SELECT table_name AS "table", column_name AS "name", data_type AS "type", is_nullable = 'YES' AS "nullable",
      column_default IS NOT NULL AS "given", is_generated = 'ALWAYS' AS "derived"
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`;
  const indexes = await db.$queryRaw<
    { name: string; table: string; columns: string[]; unique: boolean; where: string | null }[]
  >`
    SELECT c.relname::text AS "name", t.relname::text AS "table", i.indisunique AS "unique", pg_get_expr(i.indpred, i.indrelid) AS "where",
      ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY o) AS "columns"
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'`;
  const constraints = await db.$queryRaw<{ kind: string; name: string; table: string; definition: string }[]>`
    SELECT c.contype::text AS "kind", c.conname::text AS "name", t.relname::text AS "table", pg_get_constraintdef(c.oid) AS "definition"
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.connamespace = 'public'::regnamespace`;
  const typed = columns.filter(({ type, derived }) => !derived && /^(boolean|timestamp)/.test(type));
  return sorted({
    columns: columns.map(({ table, name, nullable, given, derived }) =>
      columnAs(table, name, nullable, given && !derived && !(table === "Account" && name === "id"), derived),
    ),
    indexes: indexes.map(({ name, table, columns: on, unique, where }) =>
      indexAs(name, table, on, unique, where ?? ""),
    ),
    keys: constraints
      .filter(({ kind }) => kind === "f")
      .map(({ table, definition }) => {
        const [, from, to, on, rule = "NO ACTION"] =
          /^FOREIGN KEY \(([^)]*)\) REFERENCES "?(\w+)"?\(([^)]*)\)(?: ON DELETE (RESTRICT|CASCADE))?/.exec(
            definition,
          )!;
        return keyAs(table, from!.replace(/[" ]/g, ""), to!, on!.replace(/[" ]/g, ""), rule);
      }),
    shapes: typed.map(({ table, name }) => `${table}_${name}_check`),
    checks: constraints.filter(({ kind }) => kind === "c").map(({ name }) => name),
  });
}

const columnAs = (table: string, name: string, nullable: boolean, given: boolean, derived: boolean) =>
  [`${table}.${name}`, nullable && "may be null", given && "has a default", derived && "is derived"]
    .filter(Boolean)
    .join(", ");

const indexAs = (name: string, table: string, columns: string[], unique: boolean, where: string) =>
  [name, unique ? "is unique on" : "is on", `${table}(${columns.join(", ")})`, where.replace(/["()\n]|::text/g, "")]
    .join(" ")
    .trim();

const keyAs = (table: string, from: string, to: string, on: string, rule: string) =>
  `${table}(${from}) to ${to}(${on}): ${rule}`;

const sorted = (schema: Schema) =>
  Object.fromEntries(Object.entries(schema).map(([part, lines]) => [part, lines.toSorted()])) as Schema;

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

/** Inserts account `n` with its holder, unless that is null. Returns its id. */
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

/** Expects that the write is refused, with this reason. */
async function refuses(write: Promise<unknown>, reason: RegExp) {
  const error: unknown = await write.then(
    () => "was accepted",
    (error: unknown) => error,
  );
  const { message, cause, meta } = error as { message?: string; cause?: unknown; meta?: unknown };
  expect(`${message ?? error} ${JSON.stringify(cause)} ${JSON.stringify(meta)}`).toMatch(reason);
  expect(error).toBeInstanceOf(Error);
}
