// `npm test`: runs all checks. The last line alone shows how many passed and failed.
import "../testing/clean-environment.mjs";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../runtime/environment.mjs";
import { formatArguments } from "./format.mjs";
import { build, checkNode, generate, install } from "./setup.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const long = process.argv.includes("--long") ? { STEWARD_LONG: "1" } : {};
const reports = { unit: "test-results/unit.json", e2e: "test-results/e2e.json" };
for (const file of Object.values(reports)) rmSync(file, { force: true });

const failed = /** @type {string[]} */ ([]);

const ready = await step("setup", async () => {
  checkNode();
  await install();
  await generate();
});
if (ready) {
  await step("types", async () => {
    await node("next/dist/bin/next", "typegen");
    await node("typescript/bin/tsc", "--noEmit", "--project", ".");
  });
  // The steps until the end-to-end tests leave processors idle, which the build uses.
  const built = step("build", build);
  await step("format", () =>
    node("oxfmt/bin/oxfmt", ...formatArguments, "--list-different").catch(() => {
      throw new Error("These files are not formatted. Run `npm run format`.");
    }),
  );
  await step("lint", () => node("oxlint/bin/oxlint", "--config", "lib/tools/lint/oxlint.json", "--deny-warnings"));
  await step("unit", async () => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reports.unit}`];
    await node("vitest/vitest.mjs", "run", "--config", "lib/tools/vitest.config.ts", ...reporters);
    // The test server's exit hook ends the process with 0 even after a failure, so the report decides.
    if (report(reports.unit).success !== true) throw new Error("Not every test file passed.");
  });
  if (await built) {
    await step("end to end", async () => {
      const { findBrowser } = await import("../testing/browser.mjs");
      const browser = { CHROMIUM: findBrowser() };
      const playwright = ["node_modules/@playwright/test/cli.js", "test", "--config", "e2e/playwright.config.ts"];
      // With this condition `server-only` is an empty module, as in Next's server.
      await run(["--conditions=react-server", ...playwright], browser);
      if (report(reports.e2e).errors?.length !== 0) throw new Error("The run ended with an error.");
    });
  } else {
    failed.push("end to end (not run)");
  }
}

const { passed, failures } = counted();
if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
console.log(`${passed} passed, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);

/** @param {string} name @param {() => Promise<void>} work */
async function step(name, work) {
  const start = Date.now();
  console.log(`\n== ${name}`);
  const error = await work().then(
    () => null,
    (/** @type {Error} */ reason) => reason,
  );
  if (error) {
    failed.push(name);
    console.error(error.message);
  }
  console.log(`== ${name}: ${error ? "failed" : "fine"} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return !error;
}

/** Runs a package's program. @param {string} program @param {string[]} given */
function node(program, ...given) {
  return run([`node_modules/${program}`, ...given]);
}

/** @param {string[]} given @param {Record<string, string>} [environment] */
async function run(given, environment = {}) {
  const child = spawn(process.execPath, given, { stdio: "inherit", env: environmentWith({ ...long, ...environment }) });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`It ended with ${code}.`);
}

/** Counts the tests that ran. A step that failed without a failing test counts as one. */
function counted() {
  const unit = report(reports.unit);
  const { expected = 0, flaky = 0, unexpected = 0 } = report(reports.e2e).stats ?? {};
  const failedTests = { unit: unit.numFailedTests ?? 0, "end to end": unexpected };
  const steps = failed.filter((name) => !failedTests[/** @type {keyof typeof failedTests} */ (name)]);
  return {
    passed: (unit.numPassedTests ?? 0) + expected + flaky,
    failures: failedTests.unit + failedTests["end to end"] + steps.length,
  };
}

/** @param {string} file @returns {any} */
function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}
