import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { settings } from "@/lib/runtime/env.mjs";

const odd: Record<string, string> = Object.fromEntries(
  [
    ...settings.map(({ name }) => name),
    "STEWARD_OTHER",
    "TZ",
    "LANG",
    "LC_ALL",
    "LANGUAGE",
    "NODE_ENV",
    "PGHOST",
    "PGOPTIONS",
    "DEBUG",
    "NEXTAUTH_URL",
  ].map((name) => [name, "odd"]),
);

it("A test run keeps no variable of the shell that Steward reads, but keeps those of the tests", () => {
  const print =
    'await import("./lib/testing/clean-environment.mjs"); process.stdout.write(JSON.stringify(process.env));';
  const allowed: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: "/home/ada",
    CHROMIUM: "/usr/bin/chromium",
    STEWARD_LONG: "1",
    STEWARD_E2E_POSTGRES: "postgresql://x",
  };
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", print], {
    encoding: "utf8",
    env: { ...process.env, ...odd, ...allowed },
  });
  expect(JSON.parse(output)).toMatchObject({ ...allowed, TZ: "UTC" });
  expect(Object.keys(JSON.parse(output) as object).filter((name) => name in odd)).toEqual(["TZ"]);
  expect(Object.keys(process.env).filter((name) => name in odd && !["TZ", "NODE_ENV"].includes(name))).toEqual([]);
});

it.each(["lib/tools/test.mjs", "lib/tools/vitest.config.ts", "e2e/playwright.config.ts"])(
  "%s removes them before anything else",
  (file) => {
    const [first] = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("import"));
    expect(first).toMatch(/^import "(@\/lib|\.\.)\/testing\/clean-environment\.mjs";$/);
  },
);
