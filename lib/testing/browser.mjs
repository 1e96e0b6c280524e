import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

/**
 * Finds a browser on this computer: the one that CHROMIUM names, the system's, or Playwright's own.
 *
 * @returns {string | undefined} the path of its program
 */
export function installedBrowser() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM is ${named}, but there is no such program.`);
    return named;
  }
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  // The first is Chromium without the parts for a window: a third faster.
  const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const programs = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(),
  ];
  return programs.find((program) => existsSync(program));
}

/** Finds a browser; if there is none, installs one: Playwright's, else Debian's (as root, with apt). */
export function findBrowser() {
  const there = installedBrowser();
  if (there) return there;
  console.log("There is no Chromium here: installing one …");
  spawnSync(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], { stdio: "inherit" });
  if (!installedBrowser() && process.getuid?.() === 0) {
    spawnSync("apt-get", ["update"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium-headless-shell"], { stdio: "inherit" });
  }
  const got = installedBrowser();
  if (!got)
    throw new Error(
      "No browser could be installed. Install Chromium, or set CHROMIUM to its path: CHROMIUM=/path/to/it npm test",
    );
  return got;
}
