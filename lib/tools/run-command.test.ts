import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, existsSync, openSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { callCommand, runCommand } from "@/lib/testing/command";
import { temporaryFolder } from "@/lib/testing/databases";

afterEach(() => vi.unstubAllEnvs());

it("A command that cannot use a setting or the database says so in a sentence", { timeout: 60_000 }, async () => {
  const failures: [name: string, settings: Record<string, string>, given: string[], sentence: RegExp][] = [
    ["demo", { DATABASE_URL: "mysql://nowhere/x" }, [], /^DATABASE_URL is malformed: it should be .*\.\n$/],
    [
      "demo",
      { DATABASE_URL: `file:${temporaryFolder()}/demo.db`, STEWARD_SECRET: "short" },
      [],
      /^Database: .*\nSTEWARD_SECRET is too short: .*\n$/,
    ],
    [
      "holder",
      { DATABASE_URL: "postgresql://nobody:hunter2@127.0.0.1:1/none" },
      ["password", "1234-567-89"],
      /^The database cannot be used: .*ECONNREFUSED.*\. DATABASE_URL names postgresql:\/\/nobody:…@127\.0\.0\.1:1\/none\.\n$/,
    ],
    [
      "log",
      { STEWARD_DATABASE: "file:x.db" },
      ["verify"],
      /^STEWARD_DATABASE is not a setting of Steward\. Did you mean DATABASE_URL\?\n$/,
    ],
  ];
  for (const [name, settings, given, sentence] of failures) {
    expect(await runCommand(name, settings, ...given)).toEqual({
      code: 1,
      out: "",
      err: expect.stringMatching(sentence),
    });
  }
});

const commands: [name: string, ...given: string[]][] = [
  ["account", "create", "--first-name", "Ada", "--last-name", "Holder", "--email", "ada@example.com"],
  ["holder", "email", "1234-567-89", "ada@example.com"],
  ["holder", "password", "1234-567-89"],
  ["log", "verify"],
  ["service", "import", "services.csv"],
  ["two-factor", "reset", "1234-567-89"],
];

it.each(commands)("%s %s creates no database, and names the one that it would use", async (name, ...given) => {
  const run = (url: string) => {
    vi.resetModules();
    vi.stubEnv("DATABASE_URL", url);
    return callCommand(name, ...given).then(
      () => "",
      (error: Error) => error.message,
    );
  };
  const folder = temporaryFolder();
  expect(await run(`file:${folder}/new/mistyped.db`)).toMatch(
    new RegExp(`^The database ${folder}/new/mistyped\\.db does not exist\\. `),
  );
  writeFileSync(`${folder}/other.db`, "");
  expect(await run(`file:${folder}/other.db`)).toMatch(
    new RegExp(`^The database ${folder}/other\\.db has no tables of Steward\\. `),
  );
  expect([existsSync(`${folder}/new`), existsSync(`${folder}/secret`)]).toEqual([false, false]);

  const server = inject("postgresUrl");
  const { username, password, host } = new URL(server);
  expect(await run(server.replace(/[^/]+$/, "mistyped"))).toMatch(
    new RegExp(`^The database postgresql://${username}:…@${host}/mistyped does not exist\\. `),
  );
  expect(await run(server)).toMatch(
    new RegExp(`^The database postgresql://${username}:…@${host}/postgres has no tables of Steward\\. `),
  );
  expect(await run(server)).not.toContain(password);
});

const options: [name: string, given: string[], sentence: string][] = [
  ["account", ["create", "--email", "a@example.com", "--email", "b@example.com"], "Option '--email' is given twice."],
  ["account", ["create", "--frob"], "Unknown option '--frob'."],
  ["holder", ["password", "--frob"], "Unknown option '--frob'."],
  ["log", ["verify", "--frob"], "Unknown option '--frob'."],
  ["mail", ["test", "--frob"], "Unknown option '--frob'."],
  ["service", ["import", "a.csv", "--quiet", "--quiet"], "Option '--quiet' is given twice."],
  ["two-factor", ["reset", "-x"], "Unknown option '-x'."],
];

it.each(options)("%s %j is refused, because its option is unknown or given twice", async (name, given, sentence) => {
  const { code, out, err } = await callCommand(name, ...given);
  expect([code, out, err.split("\n", 1)[0]]).toEqual([1, "", sentence]);
  expect(err).toContain(`\n  npm run steward -- ${name} `);
});

it.skipIf(!existsSync("/dev/full"))("A command whose output cannot be written says so, and ends with 1", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, ["lib/tools/steward.mjs", "--help"], { stdio: ["ignore", full, "pipe"] });
  let output = "";
  child.stderr!.on("data", (chunk) => (output += chunk));
  expect(await once(child, "close")).toEqual([1, null]);
  closeSync(full);
  expect(output).toBe("The output could not be written (ENOSPC). The command's changes up to then are saved.\n");
});

/** A folder without packages, like a fresh clone. */
const clone = temporaryFolder();
const steward = (...given: string[]) =>
  promisify(execFile)(process.execPath, [`${clone}/lib/tools/steward.mjs`, ...given]);
beforeAll(() => {
  cpSync("lib", `${clone}/lib`, { recursive: true });
  cpSync("prisma/generate.mjs", `${clone}/prisma/generate.mjs`);
});

it("The list of commands explains each, and a command explains its options, before any package is installed", async () => {
  const { stdout: list } = await steward("--help");
  for (const name of ["account", "demo", "holder", "log", "mail", "service", "two-factor"]) {
    expect(list).toMatch(new RegExp(`^  [A-Z].*\\.\\n    npm run (steward -- )?${name}`, "m"));
    const { stdout: one } = await steward(name, "--help");
    expect(one).toMatch(new RegExp(`^[A-Z].*\\.\\n\\n(  npm run (steward -- )?${name}.*\\n)+\\n(  .*\\S\\n)+$`));
  }
  await expect(steward("nothing")).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining('There is no command "nothing".\nThe commands are:'),
  });
});
