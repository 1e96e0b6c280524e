import { expect, test } from "vitest";
import { checkNode, isInstalled } from "@/lib/tools/setup.mjs";

test("an old Node is refused with a sentence, a newer one passes", () => {
  expect(() => checkNode("18.20.4")).toThrow(/^This is Node 18\.20\.4; Steward needs 20\.19 or newer\./);
  expect(() => checkNode("20.18.9")).toThrow();
  expect(() => checkNode("20.19.0")).not.toThrow();
  expect(() => checkNode("24.1.0")).not.toThrow();
});

test("packages are installed again when one is missing or of another version, not for another system's", () => {
  const wanted = { packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } } };
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
  expect(isInstalled(wanted, { packages: {} })).toBe(false);
  expect(isInstalled(wanted, {})).toBe(false);
});
