import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import Database from "libsql";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { searchTextOf } from "@/lib/domain/users/store";
import { emailKey, normalizeEmail } from "@/lib/isomorphic/email.mjs";
import { temporaryFolder } from "@/lib/testing/databases";
import { createDatabase } from "@/lib/testing/postgres";
import { migrate, MigrationError } from "@/prisma/migrate.mjs";

const engines = ["sqlite", "postgresql"] as const;
type Engine = (typeof engines)[number];

const parents = `CREATE TABLE "parent" ("id" INTEGER PRIMARY KEY); INSERT INTO "parent" VALUES (1), (2);`;
const children = `
  CREATE TABLE "child" ("parentId" INTEGER REFERENCES "parent" ("id") ON DELETE CASCADE);
  INSERT INTO "child" VALUES (1), (2);`;

describe.each(engines)("A migrated database (%s)", (engine) => {
  it("is created once if several processes start at once", async () => {
    const url = await emptyDatabase(engine);
    const environment = { ...process.env, DATABASE_URL: url };
    const start = () => promisify(execFile)(process.execPath, ["prisma/migrate.mjs"], { env: environment });
    const outputs = (await Promise.all([start(), start(), start()])).map(({ stdout }) => stdout.trim()).sort();
    const upToDate = "The database is up to date.";
    const applied = migrationsOf(engine).map((name) => `Applied the migration ${name}.`);
    expect(outputs).toEqual([applied.join("\n"), upToDate, upToDate]);
    expect(await rows(url, `SELECT "count" FROM "Limit"`)).toEqual([]);
  });

  it("keeps the same record as Prisma's own command", async () => {
    const url = await emptyDatabase(engine);
    await migrate(url);
    const recorded = await rows(url, `SELECT * FROM "_prisma_migrations" ORDER BY "migration_name"`);
    const wanted = migrationsOf(engine).map((name) => ({
      migration_name: name,
      checksum: createHash("sha256")
        .update(fs.readFileSync(`prisma/migrations/${engine}/${name}/migration.sql`))
        .digest("hex"),
      rolled_back_at: null,
      applied_steps_count: 1,
    }));
    expect(recorded).toMatchObject(wanted);
  });

  it("counts older users who never logged in", async () => {
    const url = await emptyDatabase(engine);
    const [first] = migrationsOf(engine);
    const script = fs.readFileSync(`prisma/migrations/${engine}/${first}/migration.sql`, "utf8");
    await migrate(url, { migrationsDirectory: folderWith({ [first!]: script }) });
    const [came, never] = ["2026-11-24T10:00:00.000+00:00", "1970-01-01T00:00:00.000+00:00"];
    const users = [
      ["a", "user", null, never],
      ["b", "user", null, never],
      ["c", "user", null, came],
      ["d", "user", came, never],
      ["e", "none", null, came],
    ].map(([login, privilege, disabledAt, lastLoginAt], at) => {
      const [disabled, status] = disabledAt ? [`'${disabledAt}'`, "disabled"] : ["NULL", "enabled"];
      return `('${login}', ${2 ** 30 + 2 + at}, 1, 'user', '${privilege}', '${login}', '${login}', '', '', '${came}', ${disabled}, '${status}', '${lastLoginAt}', '${came}', '${came}')`;
    });
    const holder = `('h', ${2 ** 30 + 1}, 1, 'holder', 'holder', '', NULL, '', 'h', '${came}', NULL, 'enabled', '${never}', '${came}', '${came}')`;
    await run(
      url,
      `BEGIN;
      INSERT INTO "Account" ("id", "digitalId", "handle", "holderId", "createdAt") VALUES (1, '1234-567-89', 'xx11111-stw', 'h', '${came}');
      INSERT INTO "Person" ("id", "number", "accountId", "kind", "privilege", "login", "loginKey", "email", "emailKey", "passwordChangedAt",
        "disabledAt", "status", "lastLoginAt", "createdAt", "editedAt") VALUES ${[holder, ...users].join(", ")};
      INSERT INTO "UserCount" VALUES (1, 'user', 'enabled', 3), (1, 'user', 'disabled', 1), (1, 'none', 'enabled', 1);
      COMMIT;`,
    );
    await migrate(url);
    const counted = await rows(
      url,
      `SELECT "privilege", "status", "count", "neverSignedIn" FROM "UserCount" ORDER BY "privilege", "status"`,
    );
    expect(counted.map((row) => Object.values(row as object).join(" "))).toEqual([
      "none enabled 1 0",
      "user disabled 1 1",
      "user enabled 3 2",
    ]);
    const listed = await rows(url, `SELECT "login" FROM "Person" WHERE "neverSignedIn" IS NOT NULL ORDER BY "login"`);
    expect(listed).toEqual([{ login: "a" }, { login: "b" }]);
  });

  it("knows the last mail of each person that was given up, if none arrived since", async () => {
    const url = await emptyDatabase(engine);
    const before = migrationsOf(engine).filter((name) => name < "20261201102000");
    const scripts = before.map((name) => [
      name,
      fs.readFileSync(`prisma/migrations/${engine}/${name}/migration.sql`, "utf8"),
    ]);
    await migrate(url, { migrationsDirectory: folderWith(Object.fromEntries(scripts)) });
    const at = (minute: number) => `2026-11-24T10:0${minute}:00.000+00:00`;
    const logins = ["invited", "reached", "moved", "told", "later"];
    const people = ["h", ...logins].map((id, n) => {
      const [kind, invited] = [id === "h" ? "holder" : "user", id === "invited"];
      const login = id === "h" ? "'', NULL" : `'${id}', '${id}'`;
      return `('${id}', ${2 ** 30 + 1 + n}, 1, '${kind}', '${kind === "holder" ? "holder" : "none"}', ${login}, '${id}@example.com', '${id}@example.com', '${at(0)}',
        ${invited}, '${invited ? "invited" : "enabled"}', '${at(0)}', '${at(0)}', '${at(0)}')`;
    });
    const mails = (
      [
        ["invited", "activation", "failed"],
        ["invited", "disabled", "sent"],
        ["reached", "new-device", "failed"],
        ["reached", "new-device", "sent"],
        ["moved", "new-device", "failed", "old"],
        ["told", "new-device", "sent"],
        ["told", "new-device", "failed"],
        ["later", "disabled", "sent"],
        ["later", "disabled", "waiting"],
      ] as const
    ).map(
      ([to, kind, state, box = to], n) =>
        `('${to}${n}', 1, '${to}', '${box}@example.com', '${kind}', 'en', '{}', '${state}', '${at(n)}', '${at(n)}')`,
    );
    await run(
      url,
      `BEGIN;
      INSERT INTO "Account" ("id", "digitalId", "handle", "holderId", "createdAt") VALUES (1, '1234-567-89', 'xx11111-stw', 'h', '${at(0)}');
      INSERT INTO "Person" ("id", "number", "accountId", "kind", "privilege", "login", "loginKey", "email", "emailKey", "passwordChangedAt",
        "invited", "status", "lastLoginAt", "createdAt", "editedAt") VALUES ${people.join(", ")};
      INSERT INTO "Mail" ("id", "accountId", "personId", "recipient", "kind", "language", "params", "state", "dueAt", "createdAt") VALUES ${mails.join(", ")};
      COMMIT;`,
    );
    await migrate(url);
    const undelivered = await rows(
      url,
      `SELECT "id", "undelivered" FROM "Person" WHERE "undelivered" IS NOT NULL ORDER BY "id"`,
    );
    expect(undelivered).toEqual([
      { id: "invited", undelivered: "invited0" },
      { id: "told", undelivered: "told6" },
    ]);
    expect(await rows(url, `SELECT "id" FROM "Person" WHERE "invitationFailed" IS NOT NULL`)).toEqual([
      { id: "invited" },
    ]);
  });

  it("has no old links and mails that told one account about another, or a stranger what a person typed", async () => {
    const url = await databaseBefore(engine, "20261201010000");
    const at = "2026-11-24T10:00:00.000+00:00";
    const mail = (id: string, kind: string, params: object, state = "sent", secret = "NULL") =>
      `('${id}', 'shared@example.com', '${kind}', 'en', '${JSON.stringify(params)}', 'link', ${secret}, '${state}', '${at}', '${at}')`;
    const mails = [
      mail("foreign", "reset", { ids: "1234-567-89/eve\n9876-543-21/jane" }),
      mail("waiting", "reset", { ids: "1234-567-89/eve\n9876-543-21/jane" }, "waiting", "'sealed'"),
      mail("own", "reset", { ids: "1234-567-89/eve" }),
      mail("prize", "sign-up", { name: "Claim your prize" }),
    ];
    await run(
      url,
      `BEGIN;
      INSERT INTO "Mail" ("id", "recipient", "kind", "language", "params", "linkId", "secret", "state", "dueAt", "createdAt") VALUES ${mails.join(", ")};
      INSERT INTO "Link" ("id", "tokenHash", "purpose", "data", "createdAt", "expiresAt") VALUES
        ('link', '${"a".repeat(64)}', 'reset', '{}', '${at}', '${at}'), ('new', '${"b".repeat(64)}', 'sign-up', '{}', '${at}', '${at}');
      COMMIT;`,
    );
    await migrate(url);
    expect(await rows(url, `SELECT "id", "params", "state", "secret" FROM "Mail" ORDER BY "id"`)).toEqual([
      { id: "foreign", params: "{}", state: "sent", secret: null },
      { id: "own", params: JSON.stringify({ ids: "1234-567-89/eve" }), state: "sent", secret: null },
      { id: "prize", params: "{}", state: "sent", secret: null },
      { id: "waiting", params: "{}", state: "void", secret: null },
    ]);
    expect(await rows(url, `SELECT "id" FROM "Link"`)).toEqual([{ id: "new" }]);
  });

  it("has older addresses in today's form, and keeps every person", async () => {
    const url = await databaseBefore(engine, "20261201101000");
    const holders: OldPerson[] = [
      { id: "h1", email: "karin@müller-büro.example", came: "2026-11-25" },
      { id: "h2", email: "karin@xn--mller-bro-q9ag.example", came: "2026-11-27", provedKey: "" },
      { id: "h3", email: "ann@xn--mller-bro-q9ag.example", came: "2026-11-26" },
      { id: "h4", email: "ann@müller-büro.example", came: "2026-11-28" },
      { id: "h5", email: "evil＠attacker.test@victim.test" },
      { id: "h6", email: "Ada@EXAMPLE.com" },
    ];
    const users: OldPerson[] = [
      { id: "u1", email: "karin@müller-büro.example" },
      { id: "u2", email: "karin@xn--mller-bro-q9ag.example" },
      { id: "u3", email: "\u200bada@example.com" },
      { id: "u4", email: "x@ｖictim.test", provedKey: "" },
      { id: "u5", email: "plain@example.com" },
      { id: "u6", email: "moved@müller.example", provedKey: "before@müller.example" },
      { id: "u7", email: "x@192.0.2.1" },
      ...Array.from({ length: 600 }, (_, at) => ({ id: `v${1000 + at}`, email: `v${at}@Büro.example` })),
    ];
    await run(url, peopleOf(holders, users));
    const lines: string[] = [];
    await migrate(url, { warn: (line) => lines.push(line) });
    const people = (await rows(
      url,
      `SELECT "id", "email", "emailKey", "provedKey", "login", "description", "searchText", "kind" FROM "Person" ORDER BY "id"`,
    )) as (OldPerson & MigratedPerson)[];
    expect(people).toHaveLength(holders.length + users.length);
    const found = (id: string) => people.find((person) => person.id === id)!;
    for (const { id, email } of [...holders, ...users]) {
      const person = found(id);
      expect(person.email).toBe(normalizeEmail(email));
      if (person.kind === "user")
        expect([person.emailKey, person.searchText]).toEqual([emailKey(email), searchTextOf(person)]);
    }
    const [karin, ann] = ["karin@xn--mller-bro-q9ag.example", "ann@xn--mller-bro-q9ag.example"];
    // The person who proved the address keeps it; of two who did, the one who was there last. The other keeps everything except the key.
    expect(["h1", "h2", "h3", "h4", "h5", "h6"].map((id) => [found(id).emailKey, found(id).provedKey])).toEqual([
      [karin, karin],
      [`${karin} h2`, ""],
      [`${ann} h3`, ann],
      [ann, ann],
      ["evil@attacker.test@victim.test", "evil@attacker.test@victim.test"],
      ["ada@example.com", "ada@example.com"],
    ]);
    expect([found("u4").provedKey, found("u6").provedKey, found("u3").provedKey]).toEqual([
      "",
      "before@xn--mller-kva.example",
      "ada@example.com",
    ]);
    expect(lines.toSorted()).toEqual([
      expect.stringMatching(
        /^The holders of the accounts 0000-000-01 and 0000-000-02 have the same .*, karin@müller-büro\.example\. .* holder email 0000-000-02 /,
      ),
      expect.stringMatching(/^The holders of the accounts 0000-000-04 and 0000-000-03 /),
    ]);
    if (engine === "sqlite") {
      const matches = await rows(
        url,
        `SELECT "Person"."id" FROM "PersonSearch" JOIN "Person" ON "number" = "PersonSearch".rowid WHERE "PersonSearch" MATCH '"muller-buro"' ORDER BY "id"`,
      );
      expect(matches).toEqual([{ id: "u1" }, { id: "u2" }]);
    }
  });

  it("is unchanged if changing its rows fails, and has them changed at the next start", async () => {
    const url = await databaseBefore(engine, "20261201101000");
    await run(
      url,
      peopleOf(
        [{ id: "h1", email: "a@example.com" }],
        [
          { id: "u1", email: "karin@müller.example" },
          { id: "u2", email: "karin@xn--mller-kva.example" },
        ],
      ),
    );
    await run(url, `CREATE UNIQUE INDEX "in the way" ON "Person"("email")`);
    await expect(migrate(url)).rejects.toThrow(
      /^The migration 20261201101000_one_form_of_addresses failed, and the database is unchanged: /,
    );
    const emails = () => rows(url, `SELECT "email" FROM "Person" WHERE "kind" = 'user' ORDER BY "id"`);
    expect(await emails()).toEqual([{ email: "karin@müller.example" }, { email: "karin@xn--mller-kva.example" }]);
    await run(url, `DROP INDEX "in the way"`);
    expect(await migrate(url)).toContain("20261201101000_one_form_of_addresses");
    expect(await emails()).toEqual([{ email: "karin@müller.example" }, { email: "karin@müller.example" }]);
  });

  it("has services with one form of their reference, mails in the order of sending, and the time of each account's last line", async () => {
    const url = await databaseBefore(engine, "20261201104100_mail_order");
    const at = "2026-11-24T10:00:00.000+00:00";
    const hash = "a".repeat(64);
    const [composed, other] = ["café".normalize("NFC"), "café".normalize("NFD")];
    const service = (id: string, number: number, reference: string) =>
      `('${id}', ${2 ** 30 + number}, 1, '${reference}', 'other', '${reference}', 'cafe', '${reference}', 'active', '2026-01-01', '9999-12-31', '9999-12-31', 'cafe', '${at}', '${at}')`;
    const mail = (id: string, kind: string, linkId: string, ticket: string) =>
      `('${id}', 'x@example.com', '${kind}', 'en', '{}', ${linkId}, 'waiting', '${at}', '${ticket}', '${at}')`;
    await run(url, peopleOf([{ id: "h", email: "h@example.com" }], []));
    await run(
      url,
      `INSERT INTO "Service" ("id", "number", "accountId", "reference", "type", "name", "nameKey", "providerName", "status", "boughtOn", "renewsOn", "lapsesOn", "searchText", "createdAt", "editedAt")
      VALUES ${[service("a", 1, `${other}-1`), service("b", 2, `${other}-2`), service("c", 3, `${composed}-2`)].join(", ")};
      INSERT INTO "Mail" ("id", "recipient", "kind", "language", "params", "linkId", "state", "dueAt", "ticket", "createdAt")
      VALUES ${[mail("a", "reset", "'l'", ""), mail("b", "new-device", "NULL", "held"), mail("c", "two-factor-required", "NULL", "")].join(", ")};
      INSERT INTO "Activity" ("accountId", "seq", "at", "permission", "byId", "byDigest", "subjectId", "subjectDigest", "hash")
      VALUES (1, 1, '${at}', 'users.add', '', '${hash}', '', '${hash}', '${hash}');
      UPDATE "Account" SET "seq" = 1, "head" = '${hash}';`,
    );
    const warnings: string[] = [];
    await migrate(url, { warn: (line: string) => warnings.push(line) });
    const services = (await rows(url, `SELECT "id", "reference", "name" FROM "Service" ORDER BY "id"`)) as {
      reference: string;
      name: string;
    }[];
    expect(services.map(({ reference, name }) => [reference, name])).toEqual([
      [`${composed}-1`, `${composed}-1`],
      [`${other}-2`, `${composed}-2`],
      [`${composed}-2`, `${composed}-2`],
    ]);
    expect(warnings.join("\n")).toContain(`has the service ${composed}-2 twice`);
    const mails = (await rows(url, `SELECT "rank", "handedOver" FROM "Mail" ORDER BY "id"`)) as {
      rank: number;
      handedOver: unknown;
    }[];
    expect(mails.map(({ rank, handedOver }) => [rank, Boolean(handedOver)])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
    const [account] = (await rows(url, `SELECT "headAt" FROM "Account"`)) as { headAt: string }[];
    expect(new Date(account!.headAt)).toEqual(new Date(at));
  });

  it("gets each new migration once", async () => {
    const url = await emptyDatabase(engine);
    const migrationsDirectory = folderWith({ "1_parents": parents });
    expect(await migrate(url, { migrationsDirectory })).toEqual(["1_parents"]);
    add(migrationsDirectory, "2_children", children);
    expect(await migrate(url, { migrationsDirectory })).toEqual(["2_children"]);
    expect(await migrate(url, { migrationsDirectory })).toEqual([]);
    expect(await rows(url, `SELECT "parentId" FROM "child"`)).toHaveLength(2);
  });

  it("is unchanged if a script fails, and gets the repaired script", async () => {
    const url = await emptyDatabase(engine);
    const migrationsDirectory = folderWith({ "1_parents": parents, "2_children": `${children} SELECT nonsense;` });
    await expect(migrate(url, { migrationsDirectory })).rejects.toThrow(MigrationError);
    await expect(migrate(url, { migrationsDirectory })).rejects.toThrow(/^The migration 2_children failed/);
    await expect(rows(url, `SELECT * FROM "parent"`)).rejects.toThrow(/parent/);
    await expect(rows(url, `SELECT * FROM "_prisma_migrations"`)).rejects.toThrow(/_prisma_migrations/);
    add(migrationsDirectory, "2_children", children);
    expect(await migrate(url, { migrationsDirectory })).toEqual(["1_parents", "2_children"]);
  });

  it("is not changed if its history was edited", async () => {
    const url = await emptyDatabase(engine);
    const migrationsDirectory = folderWith({ "1_parents": parents });
    await migrate(url, { migrationsDirectory });
    add(migrationsDirectory, "1_parents", `${parents} `);
    add(migrationsDirectory, "2_children", children);
    await expect(migrate(url, { migrationsDirectory })).rejects.toThrow(/1_parents was edited/);
    await expect(rows(url, `SELECT * FROM "child"`)).rejects.toThrow(/child/);
  });

  it("is accepted, and keeps its record, if only comments of its scripts were reworded since", async () => {
    const url = await emptyDatabase(engine);
    await migrate(url);
    const recorded = () => rows(url, `SELECT * FROM "_prisma_migrations" ORDER BY "migration_name"`);
    const former = migrationsOf(engine).map((name) => [name, formerChecksums[`${engine}/${name}`] ?? []] as const);
    for (let at = 0; former.some(([, checksums]) => at < checksums.length); at++) {
      for (const [name, checksums] of former) if (checksums[at]) await setChecksum(url, name, checksums[at]!);
      const before = await recorded();
      expect(await migrate(url)).toEqual([]);
      expect(await recorded()).toEqual(before);
    }
  });

  it("is refused with a former checksum of another script", async () => {
    const url = await emptyDatabase(engine);
    await migrate(url);
    const [first, second] = migrationsOf(engine);
    await setChecksum(url, second!, formerChecksums[`${engine}/${first}`]![0]!);
    await expect(migrate(url)).rejects.toThrow(`The migration ${second} was edited`);
  });

  it("is not changed if a newer version changed it", async () => {
    const url = await emptyDatabase(engine);
    await migrate(url, { migrationsDirectory: folderWith({ "1_parents": parents, "3_later": "SELECT 1;" }) });
    const older = folderWith({ "1_parents": parents, "2_children": children });
    await expect(migrate(url, { migrationsDirectory: older })).rejects.toThrow(/newer version of Steward .*3_later/);
    await expect(rows(url, `SELECT * FROM "child"`)).rejects.toThrow(/child/);
  });
});

it("Each former checksum is of a migration that exists, and is not its present one", () => {
  const present = engines.flatMap((engine) => migrationsOf(engine).map((name) => `${engine}/${name}`));
  expect(present).toEqual(expect.arrayContaining(Object.keys(formerChecksums)));
  for (const [migration, checksums] of Object.entries(formerChecksums)) {
    const script = fs.readFileSync(`prisma/migrations/${migration}/migration.sql`);
    expect(checksums).not.toContain(createHash("sha256").update(script).digest("hex"));
    for (const checksum of checksums) expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  }
});

describe("A migrated SQLite database", () => {
  it("keeps the children of a table that is rebuilt", async () => {
    const url = await emptyDatabase("sqlite");
    const migrationsDirectory = folderWith({ "1_both": parents + children });
    await migrate(url, { migrationsDirectory });
    const rebuild = `CREATE TABLE "new" ("id" INTEGER PRIMARY KEY, "name" TEXT); INSERT INTO "new" ("id")
      SELECT "id" FROM "parent"; DROP TABLE "parent"; ALTER TABLE "new" RENAME TO "parent";`;
    add(migrationsDirectory, "2_rebuild", rebuild);
    await migrate(url, { migrationsDirectory });
    expect(await rows(url, `SELECT "parentId" FROM "child"`)).toHaveLength(2);
  });

  it("refuses a script that leaves broken references", async () => {
    const url = await emptyDatabase("sqlite");
    const migrationsDirectory = folderWith({ "1_both": parents + children, "2_less": `DELETE FROM "parent"` });
    await expect(migrate(url, { migrationsDirectory })).rejects.toThrow(
      /2_less failed, .* 2 rows with broken references/,
    );
  });

  it("is in a folder and a file that no other user can read", async () => {
    const folder = path.join(temporaryFolder(), "new");
    await migrate(`file:${folder}/steward.db`);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    expect(fs.statSync(`${folder}/steward.db`).mode & 0o777).toBe(0o600);
    // Restored from a backup, with the mode that `cp` or `sqlite3` set.
    fs.chmodSync(`${folder}/steward.db`, 0o644);
    await migrate(`file:${folder}/steward.db`);
    expect(fs.statSync(`${folder}/steward.db`).mode & 0o777).toBe(0o600);
  });

  it("is not created in a file of another kind, which stays unchanged", async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(`${folder}/notes.md`, "# Notes\n".repeat(100), { mode: 0o644 });
    fs.chmodSync(`${folder}/notes.md`, 0o644);
    const attempt = migrate(`file:${folder}/notes.md`, { called: "notes.md" });
    await expect(attempt).rejects.toThrow(
      /^The database cannot be used: file is not a database\. DATABASE_URL names notes\.md\.$/,
    );
    expect([fs.readdirSync(folder), fs.statSync(`${folder}/notes.md`).mode & 0o777]).toEqual([["notes.md"], 0o644]);
  });

  it("stays locked for other processes while this process migrates it again", async () => {
    const url = `file:${temporaryFolder()}/steward.db`;
    await migrate(url);
    const oldDatabase = new Database(url.slice("file:".length));
    oldDatabase.exec(
      `INSERT INTO "Limit" ("key", "count", "waitUntil", "expiresAt", "ticket") VALUES ('${"a".repeat(64)}', 1, 0, 1, 'a')`,
    );
    await migrate(url);
    // The last process to close a database removes its write-ahead log. This one is not the last.
    const another =
      'const { default: D } = await import("libsql"); const db = new D(process.argv[1]); db.prepare("SELECT 1 FROM \\"Limit\\"").all(); db.close();';
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", another, url.slice("file:".length)]);
    expect(fs.existsSync(`${url.slice("file:".length)}-wal`)).toBe(true);
    oldDatabase.close();
  });
});

it("An unreachable database is reported in a sentence", async () => {
  const attempt = migrate("postgresql://steward:secret@127.0.0.1:1/steward");
  await expect(attempt).rejects.toThrow(/^The database cannot be used: connect ECONNREFUSED/);
  await expect(attempt).rejects.not.toThrow(/secret/);
});

const migrationsOf = (engine: Engine) =>
  fs
    .readdirSync(`prisma/migrations/${engine}`)
    .filter((name) => name !== "migration_lock.toml")
    .toSorted();

const formerChecksums = JSON.parse(fs.readFileSync("prisma/migrations/former-checksums.json", "utf8")) as Record<
  string,
  string[]
>;

const setChecksum = (url: string, migration: string, checksum: string) =>
  run(url, `UPDATE "_prisma_migrations" SET "checksum" = '${checksum}' WHERE "migration_name" = '${migration}'`);

let made = 0;

async function emptyDatabase(engine: Engine): Promise<string> {
  if (engine === "sqlite") return `file:${temporaryFolder()}/steward.db`;
  return createDatabase(inject("postgresUrl"), `migrate_${process.pid}_${made++}`, "template0");
}

/** A database before this migration. */
async function databaseBefore(engine: Engine, migration: string): Promise<string> {
  const url = await emptyDatabase(engine);
  const before = migrationsOf(engine).filter((name) => name < migration);
  const scripts = before.map((name) => [
    name,
    fs.readFileSync(`prisma/migrations/${engine}/${name}/migration.sql`, "utf8"),
  ]);
  await migrate(url, { migrationsDirectory: folderWith(Object.fromEntries(scripts)) });
  return url;
}

type OldPerson = { id: string; email: string; provedKey?: string; came?: string };
type MigratedPerson = {
  emailKey: string;
  provedKey: string;
  kind: string;
  login: string;
  description: string;
  searchText: string;
};

/** Holders, each with an account, and users of the first account, with keys in the older form. */
function peopleOf(holders: OldPerson[], users: OldPerson[]): string {
  const at = "2026-11-24T10:00:00.000+00:00";
  const row = ({ id, email, provedKey, came }: OldPerson, account: number, number: number, kind: string) => {
    const key = email
      .replace(/\p{Cf}/gu, "")
      .normalize("NFKC")
      .toLowerCase();
    const [login, text] = kind === "user" ? [`'${id}'`, `${id}\n${key}\nclerk`] : ["NULL", ""];
    return `('${id}', ${2 ** 30 * account + number}, ${account}, '${kind}', '${kind === "user" ? "none" : kind}', ${kind === "user" ? `'${id}'` : "''"}, ${login}, '${email}', '${key}', '${provedKey ?? key}',
      '${kind === "user" ? "clerk" : ""}', '${text}', 'enabled', '${came ? `${came}T10:00:00.000+00:00` : at}', '${at}', '${at}', '${at}')`;
  };
  const people = [
    ...holders.map((holder, index) => row(holder, index + 1, 1, "holder")),
    ...users.map((user, index) => row(user, 1, index + 2, "user")),
  ];
  return `BEGIN;
    INSERT INTO "Account" ("id", "digitalId", "handle", "holderId", "createdAt") VALUES
      ${holders.map(({ id }, index) => `(${index + 1}, '0000-000-0${index + 1}', 'xx0000${index + 1}-stw', '${id}', '${at}')`).join(", ")};
    INSERT INTO "Person" ("id", "number", "accountId", "kind", "privilege", "login", "loginKey", "email", "emailKey", "provedKey",
      "description", "searchText", "status", "lastLoginAt", "passwordChangedAt", "createdAt", "editedAt") VALUES ${people.join(", ")};
    COMMIT;`;
}

function folderWith(scripts: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) add(folder, name, script);
  return folder;
}

function add(folder: string, name: string, script: string) {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.writeFileSync(path.join(folder, name, "migration.sql"), script);
}

async function run(url: string, script: string): Promise<void> {
  if (url.startsWith("file:")) {
    const db = new Database(url.slice("file:".length));
    db.exec(script);
    db.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(script).finally(() => client.end());
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  if (url.startsWith("file:")) {
    const db = new Database(url.slice("file:".length));
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
