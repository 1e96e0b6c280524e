import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "@/lib/testing/databases";
import { environmentWith } from "@/lib/runtime/environment.mjs";
import { checkNode, explainWriting, isInstalled, recommendNode } from "@/lib/tools/setup.mjs";

test("an old Node is refused with a sentence, and a newer one is accepted", () => {
  expect(() => checkNode("18.20.4")).toThrow(/^This is Node 18\.20\.4; Steward needs 20\.19 or newer\./);
  expect(() => checkNode("20.18.9")).toThrow();
  expect(() => checkNode("20.19.0")).not.toThrow();
  expect(() => checkNode("24.1.0")).not.toThrow();
});

test("a Node without security fixes still works, and a start recommends a newer one in one line", () => {
  const print = vi.spyOn(console, "error").mockImplementation(() => {});
  for (const version of ["20.20.2", "22.12.0", "24.1.0"]) recommendNode(version);
  const lines = print.mock.calls.flat();
  print.mockRestore();
  expect(lines).toEqual(["Node 20.20.2 gets no more security fixes. We recommend Node 24 LTS: https://nodejs.org/"]);
});

/** A start's first step in a folder whose packages are not there, with this program for npm; `npm run --silent` started it. */
function installing(npm: string) {
  const folder = temporaryFolder();
  const wanted = { packages: { "node_modules/a": { version: "1.0.0" } } };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(wanted));
  writeFileSync(join(folder, "npm"), `#!${process.execPath}\n${npm}`, { mode: 0o755 });
  const program = `const { install } = await import(${JSON.stringify(join(process.cwd(), "lib/tools/setup.mjs"))});
    await install().catch((error) => console.error(error.message));`;
  const env = environmentWith({ PATH: `${folder}:${process.env.PATH}`, npm_config_loglevel: "silent" });
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (output.out += chunk));
  child.stderr.on("data", (chunk) => (output.err += chunk));
  return { folder, child, output, closed: once(child, "close") };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "when %s ends a start, the installation of packages and everything that it started ends too",
  async (signal) => {
    const deaf = `for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {}); setTimeout(() => {}, 10_000);`;
    const { folder, child, closed } = installing(`const { spawn } = require("node:child_process"); ${deaf}
    const { pid } = spawn(process.execPath, ["--eval", ${JSON.stringify(deaf)}], { stdio: "inherit" });
    require("node:fs").writeFileSync("begun", JSON.stringify([process.pid, pid]));`);
    await expect
      .poll(() => existsSync(join(folder, "begun")) && readFileSync(join(folder, "begun"), "utf8").endsWith("]"), {
        timeout: 5000,
      })
      .toBe(true);
    const pids = JSON.parse(readFileSync(join(folder, "begun"), "utf8")) as number[];
    child.kill(signal);
    // Its streams close after their last owner closes them.
    expect(await closed).toEqual([null, signal]);
    await expect.poll(() => pids.filter(isAlive), { timeout: 2000 }).toEqual([]);
  },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended may still be listed if nobody asked for its exit code.
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "");
  } catch {
    return false;
  }
}

test("a folder that this user may not write to is named, and another error stays", () => {
  const denied = Object.assign(new Error("EACCES: permission denied, open '.steward-build.lock'"), { code: "EACCES" });
  expect(explainWriting(denied).message).toBe(
    `Steward cannot write to ${process.cwd()}. The user that runs it must own this folder.`,
  );
  const other = new Error("The build failed.");
  expect(explainWriting(other)).toBe(other);
});

test("if packages cannot be installed, stderr says why", async () => {
  const { output, closed } = installing(
    `if (process.argv.includes("--loglevel=error")) console.error("npm error code E401"); process.exit(1);`,
  );
  await closed;
  expect(output).toEqual({
    out: "",
    err: "Installing packages. This takes about half a minute …\nThe packages could not be installed.\n\nnpm error code E401\n",
  });
  const silent = installing("process.kill(process.pid, 'SIGTERM');");
  await silent.closed;
  expect(silent.output.err).toContain("The packages could not be installed.\n\nIt was ended by SIGTERM.\n");
});

test("a start refuses all malformed settings together, before it generates or builds anything", async () => {
  const folder = temporaryFolder();
  for (const each of ["lib/tools", "lib/runtime", "lib/isomorphic", "prisma/generate.mjs"])
    cpSync(each, join(folder, each), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ engines: { node: ">=20.19" } }));
  writeFileSync(join(folder, "package-lock.json"), "{}");
  const env = environmentWith({ DATABASE_URL: "mysql://x", PORT: "x" });
  const start = promisify(execFile)(process.execPath, [join(folder, "lib/tools/start.mjs")], { env });
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^(Node .*\n)?DATABASE_URL is malformed: it should be .*\nPORT is malformed: it should be .*\n$/,
    ),
  });
});

test("of two starts in one folder, one builds and the other says that it waits", async () => {
  const folder = temporaryFolder();
  for (const file of ["instrumentation.ts", "next.config.js", "package.json", "package-lock.json", "tsconfig.json"])
    writeFileSync(join(folder, file), "");
  const bin = join(folder, "node_modules/next/dist/bin");
  mkdirSync(bin, { recursive: true });
  const next = `const fs = require("fs"); fs.appendFileSync("built", "once "); fs.mkdirSync(".next");
    setTimeout(() => fs.writeFileSync(".next/BUILD_ID", "1"), 1500);`;
  writeFileSync(join(bin, "next"), next);
  const program = `const { build } = await import(${JSON.stringify(join(process.cwd(), "lib/tools/setup.mjs"))}); await build();`;
  const start = () =>
    promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  const outputs = (await Promise.all([start(), start()]))
    .map(({ stderr, stdout }) => stdout + stderr.trim())
    .toSorted();
  expect(outputs).toEqual([
    "Another start in this folder is building. Waiting for it …",
    "Building. This takes about half a minute …",
  ]);
  expect(readFileSync(join(folder, "built"), "utf8")).toBe("once ");
});

test("packages are installed again if one is missing or has another version, but not for another system's package", () => {
  const wanted = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    },
  };
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
  expect(isInstalled(wanted, { packages: {} })).toBe(false);
  expect(isInstalled(wanted, {})).toBe(false);
});
