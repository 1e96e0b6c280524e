import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "@/lib/testing/databases";
import { alone } from "@/lib/tools/alone.mjs";

const quick = { beat: 5, patience: 800 };
const none = () => {};

it("Of several processes one works at a time, the others say that they wait, and no file remains", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "a.lock");
  let [busy, most, waited] = [0, 0, 0];
  const work = async () => {
    most = Math.max(most, ++busy);
    await pause(20);
    busy--;
  };
  await Promise.all(Array.from({ length: 4 }, () => alone(file, () => waited++, work, quick)));
  await expect(alone(file, none, () => Promise.reject(new Error("it failed")), quick)).rejects.toThrow("it failed");
  expect([busy, most, waited, readdirSync(folder)]).toEqual([0, 1, 3, []]);
});

/** A process that begins such work and never ends it. */
async function another(file: string) {
  const program = `const { alone } = await import("./lib/tools/alone.mjs");
    await alone(process.argv[1], () => {}, () => new Promise(() => process.stdout.write("begun")), { beat: 5 });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

it("A living owner is waited for without limit, and a killed one only for a while", async () => {
  const file = join(temporaryFolder(), "a.lock");
  const child = await another(file);
  let done = false;
  const mine = Promise.all([1, 2].map(() => alone(file, none, async () => void (done = true), quick)));
  await pause(1000);
  expect(done).toBe(false);
  child.kill("SIGKILL");
  await mine;
  expect([done, existsSync(file)]).toEqual([true, false]);
});

it("A process that is asked to end leaves no file behind", async () => {
  const file = join(temporaryFolder(), "a.lock");
  const child = await another(file);
  child.kill("SIGINT");
  expect([await once(child, "exit"), existsSync(file)]).toEqual([[null, "SIGINT"], false]);
});
