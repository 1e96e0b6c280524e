import { expect, it } from "vitest";
import { runCommand } from "@/lib/testing/command";
import { temporaryFolder } from "@/lib/testing/databases";

it("A command that cannot use a setting or the database says so in a sentence", { timeout: 60_000 }, async () => {
  const wrong: [name: string, settings: Record<string, string>, given: string[], sentence: RegExp][] = [
    ["demo", { DATABASE_URL: "mysql://nowhere/x" }, [], /^DATABASE_URL is malformed: it should be .*\.\n$/],
    ["demo", { DATABASE_URL: `file:${temporaryFolder()}/demo.db`, STEWARD_SECRET: "short" }, [], /^STEWARD_SECRET is too short: .*\n$/],
    ["holder", { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }, ["password", "1234-567-89"], /^The database cannot be used: .*\n$/],
  ];
  for (const [name, settings, given, sentence] of wrong) {
    expect(await runCommand(name, settings, ...given)).toEqual({ code: 1, out: "", err: expect.stringMatching(sentence) });
  }
});
