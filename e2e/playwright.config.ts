import { defineConfig } from "@playwright/test";
import { installedBrowser } from "./browser.mjs";
import { engines, installationOf, isAnnounced } from "./servers";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results/e2e",
  globalSetup: "./global-setup.ts",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A busy machine can be late once; what fails twice is broken. The report names what was late.
  retries: 1,
  workers: 2,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "../test-results/e2e.json" }]],
  use: {
    launchOptions: { executablePath: installedBrowser() },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: engines.map((name) => ({
    name,
    workers: 1,
    // What a screen looks like, and how it is used, does not depend on the engine: the two share that work.
    testIgnore: name === "sqlite" ? ["keyboard.spec.ts", "no-javascript.spec.ts"] : ["looks.spec.ts"],
    // The global setup announces it before the workers read this file.
    use: isAnnounced(name) ? { baseURL: installationOf(name).origin } : {},
  })),
});
