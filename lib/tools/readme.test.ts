import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en.mjs";
import * as table from "@/lib/policy";
import { settings } from "@/lib/runtime/env.mjs";
import bench from "@/lib/tools/bench/figures.json";
import { withTables } from "@/lib/tools/readme.mjs";

const empty =
  "a\n<!-- privileges -->\n<!-- /privileges -->\nb\n<!-- settings -->\nstale\n<!-- /settings -->\n<!-- bench -->\n<!-- /bench -->\nc\n";

describe("The README", () => {
  it("has current tables of privileges and settings: if not, run `npm run readme`", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(readme).toBe(withTables(readme, table, en, bench));
  });

  it("copies a database so that only its owner can read it", () => {
    const commands = [...readFileSync("README.md", "utf8").matchAll(/`([^`]*(?:sqlite3|pg_dump)[^`]*)`/g)].map(
      ([, command]) => command,
    );
    expect(commands.length).toBeGreaterThan(1);
    expect(commands.filter((command) => !command!.startsWith("umask 077; "))).toEqual([]);
  });

  it("gets a row for each permission inside an account and for each setting, and no other change", () => {
    const written = withTables(empty, table, en, bench);
    expect(written).toContain("| Add a user | – | – | yes | yes | for an Administrator |\n");
    expect(written).toContain("| Change the account’s general information | – | yes | yes | yes | – |\n");
    expect(written).toContain("| Generate backup codes | yes | yes | yes | yes | always |\n");
    for (const outside of ["Create an account for a customer", "Send the emails that are waiting"])
      expect(written).not.toContain(outside);
    for (const { name } of settings) expect(written).toContain(`| \`${name}\` | `);
    expect(written).not.toContain("stale");
    expect(written.replace(/^Measured on .*\n\n/m, "").replaceAll(/^\|.*\n/gm, "")).toBe(empty.replace("stale\n", ""));
    expect(withTables(written, table, en, bench)).toBe(written);
  });

  it.each([
    ["a", "<!-- privileges -->"],
    [empty.replace("<!-- /settings -->", ""), "<!-- settings -->"],
    [empty + empty, "<!-- privileges -->"],
    [
      empty.replace("<!-- privileges -->\n<!-- /privileges -->", "<!-- /privileges -->\n<!-- privileges -->"),
      "<!-- privileges -->",
    ],
  ])("without a place for a table is refused, by name", (readme, place) => {
    expect(() => withTables(readme, table, en, bench)).toThrow(`README.md needs ${place}`);
  });
});
