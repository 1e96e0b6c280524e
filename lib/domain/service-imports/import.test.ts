import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { Locked } from "@/lib/access/authorize";
import type { RowReport } from "@/lib/domain/service-imports/schema";
import { translateToEnglish } from "@/lib/i18n/texts";
import { serviceCountersAndTruth } from "@/lib/testing/counters";
import { temporaryFolder } from "@/lib/testing/databases";
import { onEachProgram, operator } from "@/lib/testing/program";

const folder = temporaryFolder();
let made = 0;

function fileOf(content: string | Buffer, ending = "csv"): string {
  const file = join(folder, `${made++}.${ending}`);
  writeFileSync(file, content);
  return file;
}

const head = "account,reference,type,name,status,boughtOn,renewsOn,automaticRenewal";

onEachProgram("An import of services", (program, engine) => {
  let holder: Member;
  let other: Member;
  beforeAll(async () => {
    const { signUp } = await program();
    [holder, other] = [await signUp(), await signUp()];
  });

  /** Runs an import. Returns the report about each row, and the result. */
  async function run(file: string, report: (rows: RowReport[]) => void = () => {}) {
    const reports: RowReport[] = [];
    let waited = 0;
    const result = await (
      await program()
    ).operations["services.import"].perform(operator, {
      file,
      report: (rows: RowReport[]) => (reports.push(...rows), report(rows)),
      onWait: () => waited++,
    });
    const rows = reports.map((row) =>
      row.outcome === "wrong"
        ? `${row.place} ${row.column}: ${row.sentence.key}`
        : `${row.place} ${row.account} ${row.reference} ${row.outcome}`,
    );
    if (result.outcome !== "done")
      return {
        rows,
        waited,
        earlier: 0,
        ended: translateToEnglish(result.sentence.key as never, result.sentence.params as never),
      };
    const { earlier, ...ended } = result.value;
    return { rows, waited, earlier, ended };
  }

  const services = async (accountId = holder.principal.accountId) =>
    (await program()).database.db.service.findMany({ where: { accountId }, orderBy: { reference: "asc" } });
  const lines = async () =>
    (await program()).database.db.activity.findMany({
      where: { accountId: holder.principal.accountId, permission: "services.import" },
      orderBy: { seq: "asc" },
    });

  /** Expects correct counters, chain and numbers, and no staged rows. */
  async function expectTrue() {
    const { database } = await program();
    const { verifyChain } = await import("@/lib/access/audit");
    for (const { accountId } of [holder.principal, other.principal]) {
      const { counters, truth } = await serviceCountersAndTruth(database.db, accountId);
      expect(counters).toEqual(truth);
      expect(await verifyChain(database.db, accountId)).toMatchObject({ brokenAt: null });
      const numbers = (await services(accountId))
        .map(({ number }) => Number(number - (BigInt(accountId) << 30n)))
        .toSorted((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    }
    expect([await database.db.serviceImport.count(), await database.db.serviceImportRow.count()]).toEqual([0, 0]);
  }

  it("adds new services by digital ID or handle, and reports each row", async () => {
    const { digitalId, handle } = holder.principal;
    const file = fileOf(
      [
        head,
        `${digitalId},dom-1,domain,holder.example,active,2025-02-03,2027-02-03,yes`,
        `${handle},web-1,web-hosting,www.holder.example,suspended,2025-02-03,2027-02-03,`,
        `${other.principal.digitalId},dom-1,domain,other.example,active,2025-02-03,,no`,
      ].join("\n"),
    );
    expect(await run(file)).toMatchObject({
      rows: [`2 ${digitalId} dom-1 added`, `3 ${digitalId} web-1 added`, `4 ${other.principal.digitalId} dom-1 added`],
      ended: { added: 3, changed: 0, same: 0 },
    });
    expect(await services()).toMatchObject([
      {
        reference: "dom-1",
        type: "domain",
        name: "holder.example",
        nameKey: "holder.example",
        providerName: "holder.example",
        status: "active",
        boughtOn: "2025-02-03",
        renewsOn: "2027-02-03",
        automaticRenewal: true,
        lapsesOn: "9999-12-31",
        note: "",
        version: 0,
        editedBy: "",
      },
      { reference: "web-1", status: "suspended", automaticRenewal: false, lapsesOn: "9999-12-31" },
    ]);
    expect(await services(other.principal.accountId)).toMatchObject([
      { renewsOn: "9999-12-31", lapsesOn: "9999-12-31" },
    ]);
    expect(
      (await lines()).map(({ byId, subjectId, changes }) => [byId, subjectId, JSON.parse(changes!) as unknown]),
    ).toEqual([["", "", [{ field: "servicesAdded", before: null, after: "2" }]]]);
    await expectTrue();
  });

  it("writes nothing the second time", async () => {
    const before = [await services(), await lines()];
    const file = fileOf(
      `${head}\n${holder.principal.digitalId},dom-1,domain,holder.example,active,2025-02-03,2027-02-03,\n`,
    );
    expect(await run(file)).toMatchObject({
      rows: [`2 ${holder.principal.digitalId} dom-1 same`],
      ended: { added: 0, changed: 0, same: 1 },
    });
    expect([await services(), await lines()]).toEqual(before);
  });

  it("updates the provider's fields, and keeps note, automatic renewal and the customer's name", async () => {
    const { operations } = await program();
    const [domain] = await services();
    const edit = { id: domain!.id, version: "0", name: "Our shop", note: "Ask Jane first" };
    expect(await operations["services.edit"].perform(holder, edit)).toMatchObject({ outcome: "done" });
    const file = fileOf(
      JSON.stringify([
        {
          account: holder.principal.handle.toUpperCase(),
          reference: "dom-1",
          type: "domain",
          name: "holder-new.example",
          status: "active",
          boughtOn: "2025-02-03",
          renewsOn: "2028-02-03",
          automaticRenewal: false,
        },
        {
          account: holder.principal.digitalId,
          reference: "web-1",
          type: "web-hosting",
          name: "web.holder.example",
          status: "active",
          boughtOn: "2025-02-03",
          renewsOn: null,
        },
      ]),
      "json",
    );
    expect((await run(file)).ended).toEqual({ added: 0, changed: 2, same: 0 });
    expect(await services()).toMatchObject([
      {
        name: "Our shop",
        providerName: "holder-new.example",
        note: "Ask Jane first",
        automaticRenewal: true,
        renewsOn: "2028-02-03",
        version: 1,
        editedBy: "Ada Holder",
        searchText: "our shop\ndom-1\nholder-new.example",
      },
      {
        name: "web.holder.example",
        nameKey: "web.holder.example",
        providerName: "web.holder.example",
        status: "active",
        renewsOn: "9999-12-31",
        lapsesOn: "9999-12-31",
        version: 1,
        editedBy: "",
      },
    ]);
    expect(
      (await lines()).slice(-2).map(({ subjectName, changes }) => [subjectName, JSON.parse(changes!) as unknown]),
    ).toEqual([
      [
        "Our shop",
        [
          { field: "providerName", before: "holder.example", after: "holder-new.example" },
          { field: "renewsOn", before: "2027-02-03", after: "2028-02-03" },
        ],
      ],
      [
        "www.holder.example",
        [
          { field: "name", before: "www.holder.example", after: "web.holder.example" },
          { field: "serviceStatus", before: "suspended", after: "active" },
          { field: "renewsOn", before: "2027-02-03", after: null },
        ],
      ],
    ]);
    const about = await operations["activity.list"].perform(holder, { q: "web.holder" });
    expect(about).toMatchObject({
      value: { lines: [{ permission: "services.import", subjectName: "www.holder.example" }] },
    });
    const found = await operations["services.list"].perform(holder, { q: "web.hold" });
    expect(found).toMatchObject({ value: { services: [{ reference: "web-1" }] } });
    await expectTrue();
  });

  it("shows the provider's new name in the activity if the customer renamed the service", async () => {
    const row = `${holder.principal.digitalId},dom-1,domain,holder-newer.example,active,2025-02-03,2028-02-03,`;
    expect((await run(fileOf(`${head}\n${row}`))).ended).toEqual({ added: 0, changed: 1, same: 0 });
    expect((await services())[0]).toMatchObject({ name: "Our shop", providerName: "holder-newer.example" });
    expect(JSON.parse((await lines()).at(-1)!.changes!)).toEqual([
      { field: "providerName", before: "holder-new.example", after: "holder-newer.example" },
    ]);
    await run(fileOf(`${head}\n${row.replace("newer", "new")}`));
  });

  it("recognises a reference and a name in any Unicode form", async () => {
    const { operations } = await program();
    const row = `${holder.principal.digitalId},zcafé-1,domain,café.example,active,2025-02-03,2027-02-03,`;
    expect((await run(fileOf(`${head}\n${row.normalize("NFD")}`))).ended).toEqual({ added: 1, changed: 0, same: 0 });
    expect((await run(fileOf(`${head}\n${row.normalize("NFC")}`))).ended).toEqual({ added: 0, changed: 0, same: 1 });
    expect((await run(fileOf(`${head}\n${row.normalize("NFC")}\n${row.normalize("NFD")}`))).rows).toEqual([
      "3 reference: errors.import.twice",
    ]);
    const [cafe, ...more] = (await services()).filter(
      ({ reference }) => reference.normalize("NFC") === "zcafé-1".normalize("NFC"),
    );
    expect([cafe!.reference, cafe!.name, more]).toEqual([
      "zcafé-1".normalize("NFC"),
      "café.example".normalize("NFC"),
      [],
    ]);
    // The same name in another form is no change.
    const edit = { id: cafe!.id, version: "0", name: "café.example".normalize("NFD"), note: "" };
    expect(await operations["services.edit"].perform(holder, edit)).toMatchObject({
      outcome: "done",
      value: { version: 0 },
    });
  });

  it("uses the provider's name again once the customer has gone back to it", async () => {
    const { operations } = await program();
    const [domain] = await services();
    await operations["services.edit"].perform(holder, {
      id: domain!.id,
      version: "1",
      name: "holder-new.example",
      note: "",
    });
    const row = `${holder.principal.digitalId},dom-1,domain,newest.example,active,2025-02-03,2028-02-03,`;
    expect((await run(fileOf(`${head}\n${row}`))).ended).toEqual({ added: 0, changed: 1, same: 0 });
    expect((await services())[0]).toMatchObject({ name: "newest.example", version: 3, editedBy: "" });
  });

  it("reads a byte order mark, CRLF, semicolons, tabs, quotes, names in other spellings and columns in any order", async () => {
    const text = `\uFEFFName;"Account";REFERENCE;bought on;Renews-On;status;type\r\n"Shop; ""the"" one";${holder.principal.digitalId};q-1;2025-01-01;;active;other\r\n\r\n`;
    expect((await run(fileOf(text))).ended).toEqual({ added: 1, changed: 0, same: 0 });
    expect((await run(fileOf(text.replaceAll("; ", ", ").replaceAll(";", "\t")))).ended).toEqual({
      added: 0,
      changed: 1,
      same: 0,
    });
    expect(await services()).toEqual(
      expect.arrayContaining([expect.objectContaining({ reference: "q-1", name: 'Shop, "the" one' })]),
    );
  });

  it("skips what spreadsheets add: a line with the separator, empty columns, rows without values", async () => {
    const { digitalId } = holder.principal;
    const row = (reference: string) =>
      `${digitalId};${reference};domain;${reference}.example;active;2025-02-03;2027-02-03;;;`;
    const text = (separator: string) =>
      [`sep=${separator}`, `${head},,`, row("x-1"), ";;;;;;;;;", "", row("x-2"), ";;", " ; ;;;;;;;;"]
        .join("\r\n")
        .replace(/[,;]/g, separator);
    expect((await run(fileOf(`\uFEFF${text(";")}`))).rows).toEqual([
      `3 ${digitalId} x-1 added`,
      `6 ${digitalId} x-2 added`,
    ]);
    for (const separator of [",", "\t", "|"])
      expect((await run(fileOf(text(separator)))).ended).toEqual({ added: 0, changed: 0, same: 2 });
    expect((await run(fileOf(text(";").replace("sep=;", '"sep=;"')))).ended).toEqual({ added: 0, changed: 0, same: 2 });
    expect((await run(fileOf(`,,\n${text(",").replace("sep=,\r\n", "")}`))).ended).toEqual({
      added: 0,
      changed: 0,
      same: 2,
    });
    const json = {
      account: digitalId,
      reference: "x-1",
      type: "domain",
      name: "x-1.example",
      status: "active",
      boughtOn: "2025-02-03",
      renewsOn: "2027-02-03",
      "": "",
    };
    expect(
      (
        await run(
          fileOf(
            JSON.stringify([
              json,
              {},
              { ...json, reference: "x-2", name: "x-2.example" },
              { account: "", reference: null, "": " " },
            ]),
          ),
        )
      ).ended,
    ).toEqual({ added: 0, changed: 0, same: 2 });
    await expectTrue();
  });

  it("reads types, statuses, yes and no in any spelling, and the date of a time as written", async () => {
    const { digitalId } = holder.principal;
    const row = (cells: string) => `${head}\n${digitalId},y-1,${cells}`;
    const [first, ...others] = [
      "Virtual Server,y,ACTIVE,2025-02-03T23:30:00+01:00,2027-02-03T00:30:00.000Z,",
      "virtual_server,y,Active,2025-02-03 00:00:00,2027-02-03T23:59:60-0930,",
    ];
    expect((await run(fileOf(row(`${first}VRAI`)))).ended).toEqual({ added: 1, changed: 0, same: 0 });
    for (const other of others)
      expect((await run(fileOf(row(other)))).ended).toEqual({ added: 0, changed: 0, same: 1 });
    expect((await services()).find(({ reference }) => reference === "y-1")).toMatchObject({
      type: "virtual-server",
      status: "active",
      boughtOn: "2025-02-03",
      renewsOn: "2027-02-03",
      automaticRenewal: true,
    });
    const words = ["TRUE", "1", "On", "Oui", "yes", "False", "0", "OFF", "non", "Faux"];
    await run(
      fileOf(
        [
          head,
          ...words.map((word) => `${digitalId},y-${word},Domain,y,Suspended,2025-02-03,9999-12-31T00:00:00Z,${word}`),
        ].join("\n"),
      ),
    );
    const renewed = new Map((await services()).map(({ reference, automaticRenewal }) => [reference, automaticRenewal]));
    expect(words.map((word) => renewed.get(`y-${word}`))).toEqual(words.map((_, at) => at < 5));
    const errorRows = ["constructor", "__proto__", "2", "maybe"].map(
      (word) => `${digitalId},z,domain,z,active,2025-02-03,,${word}`,
    );
    expect((await run(fileOf([head, ...errorRows].join("\n")))).rows).toEqual(
      [2, 3, 4, 5].map((line) => `${line} automaticRenewal: errors.import.yes_or_no`),
    );
  });

  it("shows the wrong value, and the date behind a spreadsheet's number", async () => {
    const reports: RowReport[] = [];
    const cells = [holder.principal.digitalId, "a", "do\x1bmain", "n", "x".repeat(50), "45691", "45691,5", "perhaps"];
    await run(fileOf(`${head.replaceAll(",", ";")}\n${cells.join(";")}`), (rows) => void reports.push(...rows));
    const json = {
      account: "?",
      reference: {},
      type: "domain",
      name: "n",
      status: "active",
      boughtOn: 45691.25,
      renewsOn: "2025-02-03T25:00Z",
      constructor: 1,
    };
    await run(
      fileOf(JSON.stringify([json, { ...json, constructor: undefined }])),
      (rows) => void reports.push(...rows),
    );
    expect(
      reports.map((row) =>
        row.outcome === "wrong" ? [row.column, row.value, row.sentence.key, row.sentence.params?.day] : [],
      ),
    ).toEqual([
      ["type", "do\uFFFDmain", "errors.import.type", undefined],
      ["status", `${"x".repeat(40)}…`, "errors.import.status", undefined],
      ["boughtOn", "45691", "errors.import.day_number", "2025-02-03"],
      ["renewsOn", "45691,5", "errors.import.day_number", "2025-02-03"],
      ["automaticRenewal", "perhaps", "errors.import.yes_or_no", undefined],
      ["constructor", "1", "errors.import.unknown_column", undefined],
      ["reference", "{}", "errors.import.text", undefined],
      ["boughtOn", "45691.25", "errors.import.day_number", "2025-02-03"],
      ["renewsOn", "2025-02-03T25:00Z", "errors.import.day_or_never", undefined],
    ]);
    await expectTrue();
  });

  it("keeps any text exactly", async () => {
    const names = [
      "=cmd|'/c calc'!A1",
      "<script>alert(1)</script>",
      "Ünïcødé 🚀 名",
      "ﷺ".repeat(255),
      "🚀".repeat(255),
    ];
    const rows = names.map((name, at) => ({
      account: holder.principal.digitalId,
      reference: `t-${at}`,
      type: "other",
      name,
      status: "expired",
      boughtOn: "2024-02-29",
      renewsOn: "",
    }));
    expect((await run(fileOf(JSON.stringify(rows)))).ended).toEqual({ added: 5, changed: 0, same: 0 });
    expect((await services()).filter(({ reference }) => reference.startsWith("t-")).map(({ name }) => name)).toEqual(
      names,
    );
    expect((await run(fileOf(JSON.stringify(rows)))).ended).toEqual({ added: 0, changed: 0, same: 5 });
    await expectTrue();
  });

  describe("names the error with line and column, and writes nothing:", () => {
    const good = () => `${holder.principal.digitalId},new-1,domain,new.example,active,2025-02-03,2027-02-03,yes`;
    const row = (...cells: string[]) => `${head}\n${good()}\n${cells.join(",")}`;

    const jsonRow = () => ({
      account: holder.principal.digitalId,
      reference: "new-1",
      type: "domain",
      name: "new.example",
      status: "active",
      boughtOn: "2025-02-03",
      renewsOn: "2027-02-03",
    });

    const rows: [name: string, content: () => string, wrong: string[]][] = [
      [
        "a day that does not exist",
        () => row(holder.principal.digitalId, "a", "domain", "a", "active", "2025-02-30", "2027-13-01", ""),
        ["3 boughtOn: errors.import.day", "3 renewsOn: errors.import.day"],
      ],
      [
        "a day in the year 10,000",
        () => row(holder.principal.digitalId, "a", "domain", "a", "active", "10000-01-01", "0001-01-01", ""),
        ["3 boughtOn: errors.import.day_form", "3 renewsOn: errors.import.day"],
      ],
      [
        "an unknown type and status",
        () => row(holder.principal.digitalId, "a", "Domains", "a", "toString", "2025-02-03", "", ""),
        ["3 type: errors.import.type", "3 status: errors.import.status"],
      ],
      [
        "a reference twice",
        () => row(holder.principal.handle, "new-1", "domain", "a", "active", "2025-02-03", "", ""),
        ["3 reference: errors.import.twice"],
      ],
      [
        "an unknown account",
        () => row("9999-999-99", "a", "domain", "a", "active", "2025-02-03", "", ""),
        ["3 account: errors.import.no_account"],
      ],
      [
        "a user instead of an account",
        () => row(`${holder.principal.digitalId}/jane`, "a", "domain", "a", "active", "2025-02-03", "", ""),
        ["3 account: errors.import.no_account"],
      ],
      [
        "empty required fields",
        () => row("", "", "", "", "", "", "", "no"),
        [
          "3 account: errors.import.account",
          "3 reference: errors.import.reference",
          "3 type: errors.import.type",
          "3 name: errors.import.name",
          "3 status: errors.import.status",
          "3 boughtOn: errors.import.day_form",
        ],
      ],
      [
        "overlong values",
        () =>
          row(
            holder.principal.digitalId,
            "a".repeat(65),
            "domain",
            "n".repeat(256),
            "active",
            "2025-02-03",
            "",
            "maybe",
          ),
        ["3 reference: errors.text.long", "3 name: errors.text.long", "3 automaticRenewal: errors.import.yes_or_no"],
      ],
      [
        "a line break in a name",
        () => row(holder.principal.digitalId, "a", "domain", '"a\nb"', "active", "2025-02-03", "", ""),
        ["3 name: errors.text.characters"],
      ],
      [
        "values with several lines and CRLF",
        () => row('"no\nbody"', "a", "domain", '"a\nb"', "actif", "2025-02-30", "", "").replaceAll("\n", "\r\n"),
        ["4 name: errors.text.characters", "5 status: errors.import.status", "5 boughtOn: errors.import.day"],
      ],
      [
        "rows of JSON on one line",
        () => JSON.stringify([jsonRow(), {}, jsonRow(), { ...jsonRow(), reference: "" }]),
        ["3 reference: errors.import.twice", "4 reference: errors.import.reference"],
      ],
      [
        "a deeply nested row of JSON",
        () => JSON.stringify([jsonRow()]).replace('"new.example"', `${"[".repeat(20_000)}${"]".repeat(20_000)}`),
        ["1 name: errors.import.text"],
      ],
      [
        "a renewal before the purchase",
        () => row(holder.principal.digitalId, "a", "domain", "a", "active", "2025-02-03", "2025-02-02", ""),
        ["3 renewsOn: errors.import.renews_before"],
      ],
      [
        "JSON values that are not text",
        () =>
          JSON.stringify(
            [
              {
                account: holder.principal.digitalId,
                reference: {},
                type: "domain",
                name: ["a"],
                status: "actif",
                boughtOn: 1.5,
                renewsOn: "",
              },
            ],
            null,
            1,
          ),
        [
          "1 reference: errors.import.text",
          "1 name: errors.import.text",
          "1 status: errors.import.status",
          "1 boughtOn: errors.import.day_form",
        ],
      ],
      [
        "unknown, missing and duplicate names in JSON",
        () =>
          `[\n{"account": "x", "reference": "a", "reference": "b",\n"type": "domain", "status": "active", "boughtOn": "", "renewsOn": "", "__proto__": 1}]`,
        [
          "1 __proto__: errors.import.unknown_column",
          "1 name: errors.import.missing",
          "1 reference: errors.import.column_twice",
        ],
      ],
    ];
    it.each(rows)("%s", async (_name, content, errorRows) => {
      const before = [await services(), await lines()];
      const { rows: reports, ended } = await run(fileOf(content()));
      expect(reports).toEqual(errorRows);
      expect(ended).toMatch(/^\d+ (value is|values are) wrong\. Nothing was imported\.$/);
      expect([await services(), await lines()]).toEqual(before);
      await expectTrue();
    });

    const files: [name: string, file: () => string, sentence: RegExp][] = [
      ["no file", () => join(folder, "nowhere.csv"), /^The file .*nowhere\.csv does not exist\. Check its name\.$/],
      ["a folder", () => folder, /is not a file\. Choose a CSV or JSON file\.$/],
      ["a pipe", () => pipe(), /is not a file\. Choose a CSV or JSON file\.$/],
      ["an empty file", () => fileOf(" \n\uFEFF\n"), /^The file is empty\./],
      [
        "a missing column",
        () => fileOf("account,reference,type,name,status,boughtOn\n"),
        /^Line 1: .* one is missing: renewsOn\. Nothing was imported\.$/,
      ],
      [
        "an unknown column",
        () => fileOf(`${head},note\n`),
        /^Line 1, column 9: there is no column “note”\. The columns are account, .*Nothing was imported\.$/,
      ],
      ["a column twice", () => fileOf(`${head},Type\n`), /^Line 1: the column type appears twice\./],
      ["one value too many", () => fileOf(`${head}\n${good()},more\n`), /^Line 2: there are 9 values for 8 columns\./],
      [
        "another separator than in the first line",
        () => fileOf(`${head.replaceAll(",", ";")}\n${good()}\n`),
        /^Line 2: there is 1 value for 8 columns\. Use the separator of the first line/,
      ],
      [
        "control characters for the terminal",
        () => fileOf(`${head},no\x1b[31mte\n`),
        /^Line 1, column 9: there is no column “no\uFFFD\[31mte”/,
      ],
      [
        "a quotation mark in the middle",
        () => fileOf(`${head}\n${good().replace("new.example", 'ne"w')}\n`),
        /^Line 2, column 4: a quotation mark/,
      ],
      [
        "an unclosed quotation mark",
        () => fileOf(`${head}\n${good()}\n"${good()}\n`),
        /^Line 3, column 1: the closing quotation mark is missing\./,
      ],
      [
        "10 MB in one field",
        () => fileOf(`${head}\n${good().replace("new.example", `"${"x".repeat(10_000_000)}"`)}\n`),
        /^Line 2, column 4: this row is too long\. Shorten it, or look/,
      ],
      [
        "10 MB in one field without quotation marks",
        () => fileOf(`${head}\n${good().replace("new.example", "x".repeat(10_000_000))}\n`),
        /^Line 2, column 4: this row is too long\./,
      ],
      ["10 MB in the header line", () => fileOf("x".repeat(10_000_000)), /^Line 1, column 1: this row is too long\./],
      [
        "10 MB in one field of JSON",
        () => fileOf(`[\n{"account": "${"x".repeat(10_000_000)}"}]`),
        /^Line 2, character 11: this row is too long\./,
      ],
      [
        "a binary file",
        () => fileOf(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 8])),
        /^Line 1, character 5: this is not text\./,
      ],
      ["a zero in the middle", () => fileOf(`${head}\n${good()}\n\0`), /^Line 3, character 1: this is not text\./],
      [
        "another encoding",
        () => fileOf(Buffer.from(`${head}\n${good().replace("new", "n\u00e9w")}\n`, "latin1")),
        /^Line 2, character 14: this is not UTF-8\./,
      ],
      [
        "a file in UTF-16",
        () => fileOf(Buffer.from(`\uFEFF${head}`, "utf16le")),
        /^Line 1, character 1: this is not UTF-8\./,
      ],
      [
        "JSON that is not a list",
        () => fileOf('{"services": []}'),
        /^Line 1, character 1: a JSON file must contain one list of objects\./,
      ],
      [
        "a list of something else",
        () => fileOf('[\n\n"a"]'),
        /^Line 3, character 1: each row of the list must be an object\./,
      ],
      [
        "JSON that is cut off",
        () => fileOf('[\n{"account": "a"},\n{"acc'),
        /^Line 3, character 1: from here on this is not valid JSON\./,
      ],
      [
        "JSON without its end",
        () => fileOf(`[\n${JSON.stringify(jsonRow())}\n`),
        /^Line 2, character \d+: from here on this is not valid JSON\./,
      ],
      [
        "JSON with one comma too many",
        () => fileOf('[\n{"account": "a"},\n]'),
        /^Line 3, character 1: from here on this is not valid JSON\./,
      ],
      ["deeply nested JSON", () => fileOf("[".repeat(100_000)), /^Line 1, character \d+: /],
    ];
    it.each(files)("%s", async (_name, file, sentence) => {
      const before = [await services(), await lines()];
      const { rows: reports, ended } = await run(file());
      expect(ended).toMatch(sentence);
      expect(reports).toEqual([]);
      expect([await services(), await lines()]).toEqual(before);
      await expectTrue();
    });

    it("stops reading after a hundred wrong values", async () => {
      const errorRows = Array.from(
        { length: 2000 },
        (_, at) => `${holder.principal.digitalId},w-${at},domain,,active,2025-02-03,,`,
      );
      const { rows: reports, ended } = await run(fileOf([head, ...errorRows].join("\n")));
      expect(reports).toHaveLength(250);
      expect(ended).toBe("250 values are wrong, and the rest of the file was not read. Nothing was imported.");
      await expectTrue();
    });
  });

  const many = (count: number, name: string) =>
    fileOf(
      [
        head,
        ...Array.from(
          { length: count },
          (_, at) =>
            `${holder.principal.digitalId},m-${String(at).padStart(5, "0")},domain,${name}-${at}.example,active,2025-02-03,2027-02-03,`,
        ),
      ].join("\n"),
    );

  it("of many rows writes one entry per step of at most fifty rows, and correct counters", async () => {
    const before = (await lines()).length;
    expect((await run(many(1100, "first"))).ended).toEqual({ added: 1100, changed: 0, same: 0 });
    const steps = (await lines()).slice(before).map(({ changes }) => Number(JSON.parse(changes!)[0].after));
    expect(steps.reduce((all, rows) => all + rows, 0)).toBe(1100);
    expect(Math.max(...steps)).toBeLessThanOrEqual(50);
    await expectTrue();
  });

  it("that was interrupted is finished by the next one; run again, it changes nothing", async () => {
    const { database } = await program();
    const { importId, left } = await cutImport(many(900, "second"), 3);
    expect(left).toBe(900);
    await database.writer.serviceImport.update({
      where: { id: importId },
      data: { touchedAt: new Date(Date.now() - 61_000) },
    });
    const { digitalId } = other.principal;
    const next = await run(fileOf(`${head}\n${digitalId},dom-1,domain,other.example,active,2025-02-03,,`));
    expect(next).toMatchObject({ ended: { added: 0, changed: 0, same: 1 }, earlier: 900, waited: 0 });
    const names = (await services())
      .filter(({ reference }) => reference.startsWith("m-"))
      .map(({ name }) => name.split("-")[0]);
    expect([names.filter((name) => name === "second").length, names.length]).toEqual([900, 1100]);
    await expectTrue();
    expect((await run(many(900, "second"))).ended).toEqual({ added: 0, changed: 0, same: 900 });
  });

  it("waits for one that was interrupted just now and finishes it first, so that newer values win", async () => {
    const { database } = await program();
    const { importId } = await cutImport(many(300, "older"), 1);
    await database.writer.serviceImport.update({
      where: { id: importId },
      data: { touchedAt: new Date(Date.now() - 18_000) },
    });
    const newer = `${holder.principal.digitalId},m-00299,domain,newer.example,suspended,2025-02-03,2027-02-03,`;
    expect(await run(fileOf(`${head}\n${newer}`))).toMatchObject({
      ended: { added: 0, changed: 1, same: 0 },
      earlier: 300,
      waited: 1,
    });
    const { name, status } = (await services()).find(({ reference }) => reference === "m-00299")!;
    expect([name, status]).toEqual(["newer.example", "suspended"]);
    await expectTrue();
  });

  it("stops writing once another process has finished it", async () => {
    const { database } = await program();
    const finished = async () => {
      await database.writer.serviceImportRow.deleteMany();
      await database.writer.serviceImport.deleteMany();
    };
    let left: Promise<void> | undefined;
    const { rows, ended } = await run(
      many(200, "slow"),
      (reports) => void (reports.length > 0 && (left ??= finished())),
    );
    await left;
    expect(ended).toBe(
      "This import made no progress for too long, so another import finished it. All of its rows were imported.",
    );
    expect(rows.length).toBeLessThan(200);
    expect((await services()).filter(({ name }) => name.startsWith("slow-")).length).toBeLessThan(200);
    await expectTrue();
  });

  it("that was interrupted while reading the file has no visible effect, and is cleared away", async () => {
    const { database } = await program();
    const before = [await services(), await lines()];
    const now = new Date(Date.now() - 61_000);
    await database.writer.serviceImport.create({
      data: { id: "still", state: "staging", startedAt: now, touchedAt: now },
    });
    const row = {
      importId: "still",
      accountId: holder.principal.accountId,
      reference: "never",
      line: 2,
      type: "other",
      name: "x",
      status: "active",
      boughtOn: "2025-01-01",
      renewsOn: "2027-01-01",
    };
    await database.writer.serviceImportRow.create({ data: row });
    await run(fileOf(`${head}\n`));
    expect([await services(), await lines()]).toEqual(before);
    await expectTrue();
  });

  it("does not touch another one that makes progress", async () => {
    const { database } = await program();
    const now = new Date();
    await database.writer.serviceImport.create({
      data: { id: "moving", state: "staging", startedAt: now, touchedAt: now },
    });
    await run(fileOf(`${head}\n`));
    expect(await database.db.serviceImport.count()).toBe(1);
    await database.writer.serviceImport.delete({ where: { id: "moving" } });
  });

  it(
    "runs concurrently with another and with edits: every row once, correct counters and chain",
    { timeout: 60_000 },
    async () => {
      const { operations } = await program();
      const id = (await services())[0]!.id;
      const edits = async () => {
        for (
          let version = (await services()).find((service) => service.id === id)!.version, at = 0;
          at < 10;
          at++, version++
        ) {
          expect(
            await operations["services.edit"].perform(holder, {
              id,
              version: String(version),
              name: "Ours",
              note: `note ${at}`,
            }),
          ).toMatchObject({ outcome: "done" });
        }
      };
      const [one, two] = await Promise.all([run(many(1300, "third")), run(many(1300, "third")), edits()]);
      const total = (key: "added" | "changed" | "same") =>
        [one, two].reduce((sum, { ended }) => sum + (ended as Record<typeof key, number>)[key], 0);
      expect([total("added"), total("changed"), total("same")]).toEqual([200, 1100, 1300]);
      await expectTrue();
    },
  );

  it("continues in other accounts if one fails, says which, and blocks no later import", async () => {
    const { writer, Prisma } = (await program()).database;
    const sql = (text: string) => writer.$executeRaw(Prisma.raw(text));
    const row = (who: Member, at: number) =>
      `${who.principal.digitalId},fail-${at},domain,Fail ${at},active,2026-01-01,2027-01-01,yes`;
    const file = fileOf([head, ...Array.from({ length: 60 }, (_, at) => row(holder, at)), row(other, 1)].join("\n"));
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    if (engine === "sqlite") {
      await sql(
        `CREATE TRIGGER "Service_broken" BEFORE INSERT ON "Service" WHEN NEW."reference" = 'fail-0' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
      );
    } else {
      await sql(
        `CREATE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql`,
      );
      await sql(
        `CREATE TRIGGER "Service_broken" BEFORE INSERT ON "Service" FOR EACH ROW WHEN (NEW."reference" = 'fail-0') EXECUTE FUNCTION broken()`,
      );
    }
    const first = await run(file);
    await sql(engine === "sqlite" ? `DROP TRIGGER "Service_broken"` : `DROP TRIGGER "Service_broken" ON "Service"`);
    vi.restoreAllMocks();
    expect(first.ended).toMatch(/^60 rows were not imported\./);
    expect(first.rows.filter((each) => each.endsWith("errors.import.account_failed"))).toHaveLength(60);
    expect(first.rows).toContain(`62 ${other.principal.digitalId} fail-1 added`);
    await expectTrue();
    expect(await run(file)).toMatchObject({ ended: { added: 60, changed: 0, same: 1 }, earlier: 0, waited: 0 });
    await expectTrue();
  });

  it("reports its result even if the cleanup fails; after an outage, it says that some work may be done", async () => {
    const { database } = await program();
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const row = fileOf(`${head}\n${holder.principal.digitalId},out-1,domain,out.example,active,2025-02-03,,`);
    const away = () => Object.assign(new Error("away"), { code: "ECONNREFUSED" });
    vi.spyOn(database.writer.serviceImport, "deleteMany").mockRejectedValueOnce(away());
    expect((await run(row)).ended).toEqual({ added: 1, changed: 0, same: 0 });
    vi.restoreAllMocks();
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(database.writer.serviceImport, "create").mockRejectedValueOnce(away());
    expect((await run(row)).ended).toBe(
      "The database did not answer. Some of the work may be done. Run this again to do the rest.",
    );
    vi.restoreAllMocks();
    await database.writer.serviceImport.updateMany({ data: { touchedAt: new Date(Date.now() - 61_000) } });
    expect((await run(row)).ended).toEqual({ added: 0, changed: 0, same: 1 });
    await expectTrue();
  });

  it("that fails with an unexpected error says so, and blocks no later import", async () => {
    const { database } = await program();
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const failing = (rows: RowReport[]) => {
      if (rows.length > 0) throw new Error("broken");
    };
    const first = await run(
      fileOf(`${head}\n${holder.principal.digitalId},err-1,domain,err.example,active,2025-02-03,,`),
      failing,
    );
    expect(first.ended).toMatch(/^The import stopped because of an error\./);
    await expectTrue();
    // An import whose process was killed, and that fails again when the next import finishes it.
    const { importId } = await cutImport(many(120, "killed"), 1);
    await database.writer.serviceImport.update({
      where: { id: importId },
      data: { touchedAt: new Date(Date.now() - 61_000) },
    });
    const named = vi.spyOn(database.db.account, "findUniqueOrThrow").mockRejectedValueOnce(new Error("broken"));
    const next = await run(
      fileOf(`${head}\n${holder.principal.digitalId},err-2,domain,err.example,active,2025-02-03,,`),
    );
    named.mockRestore();
    vi.restoreAllMocks();
    expect(next).toMatchObject({ ended: { added: 1, changed: 0, same: 0 }, earlier: 0 });
    await expectTrue();
  });

  /** An import of these rows that was interrupted after so many batches. */
  async function cutImport(file: string, batches: number) {
    const { database, inAccount, inNone, autocommitAuth } = await program();
    const { importServices } = await import("@/lib/domain/services/store");
    const { appendLines } = await import("@/lib/access/audit");
    const store = await import("@/lib/domain/service-imports/store");
    const { readRecords } = await import("@/lib/domain/service-imports/record-file");
    const { columns, importRow } = await import("@/lib/domain/service-imports/schema");
    const auth = autocommitAuth(operator, "services.import");
    const importId = await store.startImport(auth);
    const rows = [];
    for await (const { values, placeOf } of (await readRecords(file, columns, [])).records) {
      const { account: _account, ...row } = importRow.parse(values);
      rows.push({ ...row, accountId: holder.principal.accountId, line: placeOf() });
    }
    await store.stageRows(auth, importId, rows);
    await inNone(operator, "services.import", (within) => store.startApplying(within, importId));
    let last = { accountId: 0, reference: "" };
    for (let batch = 0; batch < batches; batch++) {
      const next = await store.nextRows(auth, importId, last, 100);
      const step = async (within: Locked<"services.import">) => {
        const { lines } = await importServices(
          within,
          next.map(({ accountId: _a, line: _l, ...row }) => row),
        );
        await appendLines(within, lines);
      };
      await inAccount(operator, "services.import", step, { accountId: holder.principal.accountId });
      last = next.at(-1)!;
    }
    return { importId, left: await database.db.serviceImportRow.count({ where: { importId } }) };
  }

  function pipe() {
    const file = join(folder, `pipe-${engine}`);
    execFileSync("mkfifo", [file]);
    return file;
  }
});
