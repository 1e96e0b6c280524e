import { defineConfig } from "@playwright/test";
import { installedBrowser } from "./browser.mjs";
import { engines, installationOf, isAnnounced } from "./servers";

const ofTheOther = {
  sqlite: [
    "addresses.spec.ts",
    "emails.spec.ts",
    "input.spec.ts",
    "keyboard.spec.ts",
    "languages.spec.ts",
    "mistakes.spec.ts",
    "no-javascript.spec.ts",
    "outage.spec.ts",
    "palette.spec.ts",
    "requests.spec.ts",
    "services.spec.ts",
    "tabs.spec.ts",
    "undo.spec.ts",
  ],
  postgresql: ["locked.spec.ts", "looks.spec.ts"],
};

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
    // A trace makes everything take twice as long.
    trace: "on-first-retry",
  },
  projects: engines.map((name) => ({
    name,
    workers: 1,
    // What a screen looks like, and how it is used, does not depend on the engine: the two share that work. How a
    // database is away does.
    testIgnore: ofTheOther[name],
    // The global setup announces it before the workers read this file.
    use: isAnnounced(name) ? { baseURL: installationOf(name).origin } : {},
  })),
});
