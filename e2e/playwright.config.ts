import "@/lib/testing/clean-environment.mjs";
import { defineConfig } from "@playwright/test";
import { rounds } from "@/e2e/rounds";
import { installedBrowser } from "@/lib/testing/browser.mjs";
import { engines } from "@/lib/testing/servers";

/** The specs that run on one engine only. The engines share what is the same on both: appearance, use, and requests. */
const ofOneEngine = {
  sqlite: [
    "ages.spec.ts",
    "directions.spec.ts",
    "rendered-for.spec.ts",
    "forms.spec.ts",
    "input.spec.ts",
    "jobs.spec.ts",
    "locked.spec.ts",
    "looks.spec.ts",
    "no-javascript.spec.ts",
    "other-accounts.spec.ts",
    "palette.spec.ts",
    "passwords-by-mail.spec.ts",
    "sessions.spec.ts",
    "strangers.spec.ts",
    "translated.spec.ts",
    "undo.spec.ts",
    "updated.spec.ts",
    "walk.spec.ts",
    ...inBrief("late-answers.spec.ts", "required.spec.ts", "second-factor.spec.ts"),
  ],
  postgresql: [
    "anyone.spec.ts",
    "behind-proxy.spec.ts",
    "email-changes.spec.ts",
    "emails.spec.ts",
    "keyboard.spec.ts",
    "languages.spec.ts",
    "mistakes.spec.ts",
    "outage.spec.ts",
    "requests.spec.ts",
    "services.spec.ts",
    "sign-in.spec.ts",
    "tabs.spec.ts",
    "two-factor.spec.ts",
    ...inBrief("killed-at-work.spec.ts", "kills.spec.ts", "next-request.spec.ts", "races.spec.ts", "refusals.spec.ts"),
  ],
};

/** Specs that run on one engine only in the short form. The long form runs them on both. */
function inBrief(...specs: string[]): string[] {
  return rounds(specs, []);
}

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results/e2e",
  globalSetup: "./global-setup.ts",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A test waits for a state, not for a time, so none is tried again.
  retries: 0,
  // Each worker has its own server. On two cores, a third makes nothing faster and some tests late.
  workers: 2,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "../test-results/e2e.json" }]],
  use: {
    // A test begins in the emptied tab of the one before: a new browser context costs as much as one more page.
    reuseContext: true,
    // Pictures of each step of a movement cost a quarter of the processor time. The walk and the states that move have motion.
    reducedMotion: "reduce",
    launchOptions: { executablePath: installedBrowser() },
    screenshot: "only-on-failure",
  },
  projects: engines.map((name) => ({
    name,
    testIgnore: engines.filter((other) => other !== name).flatMap((other) => ofOneEngine[other]),
  })),
});
