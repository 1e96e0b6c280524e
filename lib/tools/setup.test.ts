import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "@/lib/testing/databases";
import { checkNode, isInstalled } from "@/lib/tools/setup.mjs";

test("an old Node is refused with a sentence, a newer one passes", () => {
  expect(() => checkNode("18.20.4")).toThrow(/^This is Node 18\.20\.4; Steward needs 20\.19 or newer\./);
  expect(() => checkNode("20.18.9")).toThrow();
  expect(() => checkNode("20.19.0")).not.toThrow();
  expect(() => checkNode("24.1.0")).not.toThrow();
});

test("of two starts in one folder one builds, and the other says that it waits", async () => {
  const folder = temporaryFolder();
  for (const file of ["instrumentation.ts", "next.config.js", "package.json", "package-lock.json", "tsconfig.json"]) writeFileSync(join(folder, file), "");
  const bin = join(folder, "node_modules/next/dist/bin");
  mkdirSync(bin, { recursive: true });
  const next = `const fs = require("fs"); fs.appendFileSync("built", "once "); fs.mkdirSync(".next");
    setTimeout(() => fs.writeFileSync(".next/BUILD_ID", "1"), 1500);`;
  writeFileSync(join(bin, "next"), next);
  const program = `const { build } = await import(${JSON.stringify(join(process.cwd(), "lib/tools/setup.mjs"))}); await build();`;
  const start = () => promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  const said = (await Promise.all([start(), start()])).map(({ stdout }) => stdout.trim()).toSorted();
  expect(said).toEqual(["Another start in this folder is building: waiting for it …", "Building: this takes about half a minute …"]);
  expect(readFileSync(join(folder, "built"), "utf8")).toBe("once ");
});

test("packages are installed again when one is missing or of another version, not for another system's", () => {
  const wanted = { packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } } };
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
  expect(isInstalled(wanted, { packages: {} })).toBe(false);
  expect(isInstalled(wanted, {})).toBe(false);
});
