// Runs on a fresh clone, before any package is there: it imports nothing that imports a package.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { isGenerated } from "../../prisma/generate.mjs";
import { alone } from "./alone.mjs";
import { environmentWith } from "../runtime/environment.mjs";

/** Refuses a Node that is older than package.json asks for. @param {string} version as in `20.19.0` */
export function checkNode(version = process.versions.node) {
  /** @type {string} */
  const wanted = json("package.json").engines.node.replace(/[^\d.]/g, "");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Error(`This is Node ${version}; Steward needs ${wanted} or newer. Get it from https://nodejs.org/`);
}

/** Installs the packages of package-lock.json when those that are there differ. No package's own script runs. */
export async function install() {
  const isDone = () => isInstalled(json("package-lock.json"), json("node_modules/.package-lock.json"));
  await onceHere("install", isDone, "Another start in this folder is installing packages: waiting for it …", async (ended) => {
    tell("Installing packages: this takes half a minute …");
    // `npm run --silent` would have this npm say nothing of what is wrong, too.
    const given = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", given, "The packages could not be installed", ended);
  });
}

/**
 * Whether the packages that npm says it installed are those of the lock file; another system's may be missing.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} there npm's own list in node_modules
 */
export function isInstalled(wanted, there) {
  return Object.entries(wanted.packages ?? {}).every(([place, entry]) => {
    const found = there.packages?.[place];
    return place === "" || (found ? found.version === entry.version : entry.optional === true);
  });
}

/** Writes the database clients from prisma/models.prisma when it changed. */
export async function generate() {
  await onceHere("generate", isGenerated, "Another start in this folder is preparing the database client: waiting for it …", (ended) =>
    run(process.execPath, ["prisma/generate.mjs"], "The database client could not be generated", ended),
  );
}

/** Builds the pages when a source changed since the last build. */
export async function build() {
  const stampFile = ".next/steward-stamp";
  const stamp = hashOf(sources());
  const isDone = () => existsSync(".next/BUILD_ID") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  await onceHere("build", isDone, "Another start in this folder is building: waiting for it …", async (ended) => {
    tell("Building: this takes about half a minute …");
    rmSync(stampFile, { force: true });
    const next = "node_modules/next/dist/bin/next";
    await run(process.execPath, [next, "build"], "The build failed", ended, { NODE_ENV: "production" });
    mkdirSync(".next", { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

/**
 * Does a work in this folder that is not done yet, unless another process does it: then it waits, and says so.
 *
 * @param {string} name the work's
 * @param {() => boolean} isDone
 * @param {string} waiting what is said
 * @param {(ended: AbortSignal) => Promise<void>} work
 */
async function onceHere(name, isDone, waiting, work) {
  // Where all is done, nothing is written: the folder may be for reading only.
  if (isDone()) return;
  await alone(`.steward-${name}.lock`, () => tell(waiting), async (ended) => {
    if (!isDone()) await work(ended);
  });
}

/** On the error stream: on the other one is a command's answer, and nothing else. @param {string} line */
const tell = (line) => console.error(line);

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock */

/** @param {string} file @returns {any} an empty object when there is none */
function json(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** What a build is made from. */
function sources() {
  const folders = ["app", "components", "lib", "prisma", "public"];
  const within = folders.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.startsWith(join("prisma", "generated") + sep)),
  );
  return [...within.toSorted(), "instrumentation.ts", "next.config.js", "package.json", "package-lock.json", "tsconfig.json"];
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * Runs a program quietly; when it fails, throws a sentence with what it said. It ends with this process, and so does all that
 * it started.
 *
 * @param {string} program
 * @param {string[]} given
 * @param {string} failure
 * @param {AbortSignal} ended
 * @param {Record<string, string>} [environment]
 */
async function run(program, given, failure, ended, environment = {}) {
  const child = spawn(program, given, {
    env: environmentWith(environment),
    shell: isWindows && program === "npm",
    // In a group of its own.
    detached: !isWindows,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const end = () => endWith(child);
  ended.addEventListener("abort", end);
  process.on("exit", end);
  /** @type {{ code: number | null, signal?: NodeJS.Signals | null }} */
  const { code, signal } = await new Promise((resolve) => {
    child.on("error", (error) => ((said += error.message), resolve({ code: 1 })));
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  ended.removeEventListener("abort", end);
  process.off("exit", end);
  if (code === 0) return;
  const how = signal ? `It was ended by ${signal}.` : `It ended with the exit code ${code}, and said nothing.`;
  throw new Error(`${failure}${reasonIn(said)}\n\n${shortened(said) || how}`);
}

const isWindows = process.platform === "win32";

/** Nothing is lost where it is cut: what it makes counts once it is whole. @param {import("node:child_process").ChildProcess} child */
function endWith(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (isWindows) child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

/** Its beginning and its end: npm says first what is wrong, a build last. @param {string} said */
function shortened(said) {
  const lines = said.trim().split("\n");
  return (lines.length > 50 ? [...lines.slice(0, 15), "…", ...lines.slice(-35)] : lines).join("\n");
}

/** @param {string} said */
function reasonIn(said) {
  if (/ENOSPC|no space left/i.test(said)) return ": the disk is full.";
  if (/EUSAGE/.test(said)) return ": package.json and package-lock.json do not belong together.";
  if (/EACCES|EPERM|EROFS/.test(said)) return ": this user may not write in the project's folder.";
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/.test(said)) {
    return ": the package registry cannot be reached. Check the network, or npm's proxy and registry settings.";
  }
  if (/ENOENT/.test(said) && /spawn npm/.test(said)) return ": npm was not found. It comes with Node.";
  return ".";
}
