import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { details } from "@/lib/commands/service";
import { columns } from "@/lib/domain/service-imports/schema";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";
import { callCommand, runCommandOn, runWithoutReader } from "@/lib/testing/command";
import { temporaryFolder } from "@/lib/testing/databases";
import { onEachProgram } from "@/lib/testing/program";

const folder = temporaryFolder();
const head = "account,reference,type,name,status,boughtOn,renewsOn";

it("lists the values of each column in its help", () => {
  for (const word of [...columns, ...serviceTypes, ...serviceStatuses, "2026-12-31"])
    expect(details).toMatch(new RegExp(`\\b${word}\\b`));
});

onEachProgram("The command service import", (program, engine) => {
  let url: string;
  let account: string;
  beforeAll(async () => {
    const running = await program();
    url = running.url;
    account = (await running.signUp()).principal.digitalId;
  });

  const run = (...given: string[]) => callCommand("service", ...given);

  it("reports each row, the totals, every wrong row, and a file that cannot be read", { timeout: 60_000 }, async () => {
    const file = join(folder, "services.csv");
    const database = `Database: ${url.replace(/^file:|:[^:@]+(?=@)/, (found) => (found === "file:" ? "" : ":…"))}\n`;
    const right = `${account},a,domain,a.example,active,2025-02-03,2027-02-03`;
    writeFileSync(file, `${head}\n${right}\n${account},b,domain,b.example,active,2025-02-30,\n`);
    expect(await run("import", file)).toEqual({
      code: 1,
      out: "",
      err: `${database}Line 3, boughtOn “2025-02-30”: Write a date from 1900 to 2999.\n1 value is wrong. Nothing was imported.\n`,
    });
    writeFileSync(file, `${head}\n${right}\n`);
    expect(await runCommandOn({ engine, url }, "service", "import", file)).toEqual({
      code: 0,
      out: expect.stringMatching(
        new RegExp(`^Line 2: ${account} a is added\n1 row in [\\d.]+ s: 1 added, 0 changed, 0 unchanged.\n$`),
      ),
      err: database,
    });
    const json = join(folder, "services.json");
    const object = {
      account,
      reference: "a",
      type: "domain",
      name: "a.example",
      status: "active",
      boughtOn: "2025-02-03",
      renewsOn: "2027-02-03",
    };
    writeFileSync(json, JSON.stringify([{ ...object, boughtOn: "03/02/2025" }, object, object]));
    expect(await run("import", json)).toMatchObject({
      code: 1,
      err: `${database}Row 1, boughtOn “03/02/2025”: Write the date in the form 2026-12-31.
Row 3, reference “a”: Row 2 has the same reference in the same account. Remove one of the two.
2 values are wrong. Nothing was imported.\n`,
    });
    writeFileSync(json, JSON.stringify([object]));
    expect(await run("import", json)).toMatchObject({
      code: 0,
      out: expect.stringMatching(`^Row 1: ${account} a is unchanged\n`),
    });
    writeFileSync(json, JSON.stringify([object]).slice(0, -1));
    expect(await run("import", json)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("from here on this is not valid JSON. Nothing was imported."),
    });
    expect(await run("import", join(folder, "none.csv"))).toEqual({
      code: 1,
      out: "",
      err: `${database}The file ${join(folder, "none.csv")} does not exist. Check its name.\n`,
    });
    expect(await run("import", file, "--wat")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Unknown option '--wat'\.\n/),
    });
    expect(await run("export")).toMatchObject({
      code: 1,
      err: expect.stringContaining("npm run steward -- service import"),
    });
  });
});

onEachProgram(
  "The command service import without a reader",
  (program) => {
    it("finishes silently", { timeout: 60_000 }, async () => {
      const { database, signUp, url } = await program();
      const { digitalId } = (await signUp()).principal;
      const file = join(folder, "unheard.csv");
      const rows = Array.from(
        { length: 100 },
        (_, at) => `${digitalId},unheard-${at},domain,a.example,active,2025-02-03,`,
      );
      writeFileSync(file, [head, ...rows].join("\n"));
      expect(await runWithoutReader("service", { DATABASE_URL: url }, "import", file)).toEqual({
        code: 0,
        out: "",
        err: expect.stringMatching(/^Database: .*\n$/),
      });
      expect(await database.db.service.count({ where: { reference: { startsWith: "unheard-" } } })).toBe(100);
    });
  },
  // Its output has nothing to do with the engine.
  ["sqlite"],
);
