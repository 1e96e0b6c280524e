// Runs on a fresh clone, before any package is installed, so it imports no package, directly or indirectly.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { isGenerated } from "../../prisma/generate.mjs";
import { alone } from "./alone.mjs";
import { environmentWith } from "../runtime/environment.mjs";

/** Refuses a Node version that is older than package.json requires. @param {string} version as in `20.19.0` */
export function checkNode(version = process.versions.node) {
  /** @type {string} */
  const wanted = json("package.json").engines.node.replace(/[^\d.]/g, "");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Error(`This is Node ${version}; Steward needs ${wanted} or newer. Get it from https://nodejs.org/`);
}

/** Recommends a newer Node on one that works but gets no more security fixes. @param {string} version */
export function recommendNode(version = process.versions.node) {
  if (Number.parseInt(version, 10) < 22)
    print(`Node ${version} gets no more security fixes. We recommend Node 24 LTS: https://nodejs.org/`);
}

/** Installs the packages of package-lock.json if the installed ones differ. Runs no script of a package. */
export async function install() {
  const isDone = () => isInstalled(json("package-lock.json"), json("node_modules/.package-lock.json"));
  await onceHere(
    "install",
    isDone,
    "Another start in this folder is installing packages. Waiting for it …",
    async (ended) => {
      print("Installing packages. This takes about half a minute …");
      // Without `--loglevel`, `npm run --silent` would also hide this npm's errors.
      const given = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
      await run("npm", given, "The packages could not be installed", ended);
    },
  );
}

/**
 * Whether npm's list of installed packages matches the lock file. Optional packages of other systems may be missing.
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

/** Generates the database clients if prisma/models.prisma changed. */
export async function generate() {
  await onceHere(
    "generate",
    isGenerated,
    "Another start in this folder is generating the database client. Waiting for it …",
    (ended) => run(process.execPath, ["prisma/generate.mjs"], "The database client could not be generated", ended),
  );
}

/** Builds the pages if a source changed since the last build. */
export async function build() {
  const stampFile = ".next/steward-stamp";
  const stamp = hashOf(sources());
  const isDone = () =>
    existsSync(".next/BUILD_ID") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  await onceHere("build", isDone, "Another start in this folder is building. Waiting for it …", async (ended) => {
    print("Building. This takes about half a minute …");
    rmSync(stampFile, { force: true });
    const next = "node_modules/next/dist/bin/next";
    await run(process.execPath, [next, "build"], "The build failed", ended, { NODE_ENV: "production" });
    mkdirSync(".next", { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

/**
 * Does a task in this folder if it is not done yet. If another process is doing it, says so and waits.
 *
 * @param {string} name the task's name
 * @param {() => boolean} isDone
 * @param {string} waiting the message while it waits
 * @param {(ended: AbortSignal) => Promise<void>} work
 */
async function onceHere(name, isDone, waiting, work) {
  // If the task is done, nothing is written: the folder may be read-only.
  if (isDone()) return;
  await alone(
    `.steward-${name}.lock`,
    () => print(waiting),
    async (ended) => {
      if (!isDone()) await work(ended);
    },
  ).catch((error) => {
    throw explainWriting(error);
  });
}

/** Says it in a sentence if this user may not write to the project's folder. @param {NodeJS.ErrnoException} error @returns {Error} */
export function explainWriting(error) {
  if (!["EACCES", "EPERM", "EROFS"].includes(error.code ?? "")) return error;
  return new Error(`Steward cannot write to ${process.cwd()}. The user that runs it must own this folder.`);
}

/** Prints to stderr, because stdout is for a command's output alone. @param {string} line */
const print = (line) => console.error(line);

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock */

/** @param {string} file @returns {any} an empty object if the file does not exist */
function json(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** The files that a build depends on. */
function sources() {
  const folders = ["app", "components", "lib", "prisma", "public"];
  const within = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => !file.startsWith(join("prisma", "generated") + sep)),
    );
  return [
    ...within.toSorted(),
    "instrumentation.ts",
    "next.config.js",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ];
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * Runs a program without showing its output. If it fails, throws a sentence with its output. The program and its child processes end with
 * this process.
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
    // A process group of its own, so that its child processes can be killed with it.
    detached: !isWindows,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const end = () => endWith(child);
  ended.addEventListener("abort", end);
  process.on("exit", end);
  /** @type {{ code: number | null, signal?: NodeJS.Signals | null }} */
  const { code, signal } = await new Promise((resolve) => {
    child.on("error", (error) => ((output += error.message), resolve({ code: 1 })));
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  ended.removeEventListener("abort", end);
  process.off("exit", end);
  if (code === 0) return;
  const how = signal ? `It was ended by ${signal}.` : `It ended with the exit code ${code}, and printed nothing.`;
  throw new Error(`${failure}${reasonIn(output)}\n\n${shortened(output) || how}`);
}

const isWindows = process.platform === "win32";

/** Killing it loses nothing: its result counts only once it is complete. @param {import("node:child_process").ChildProcess} child */
function endWith(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (isWindows) child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has already ended.
  }
}

/** Keeps the beginning and the end: npm prints its error first, a build prints it last. @param {string} output */
function shortened(output) {
  const lines = output.trim().split("\n");
  return (lines.length > 50 ? [...lines.slice(0, 15), "…", ...lines.slice(-35)] : lines).join("\n");
}

/** @param {string} output */
function reasonIn(output) {
  if (/ENOSPC|no space left/i.test(output)) return ": the disk is full.";
  if (/EUSAGE/.test(output)) return ": package.json and package-lock.json do not match.";
  if (/EACCES|EPERM|EROFS/.test(output)) return ": this user has no permission to write to the project's folder.";
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/.test(output)) {
    return ": the package registry cannot be reached. Check the network, or npm's proxy and registry settings.";
  }
  if (/ENOENT/.test(output) && /spawn npm/.test(output)) return ": npm was not found. It comes with Node.";
  return ".";
}
