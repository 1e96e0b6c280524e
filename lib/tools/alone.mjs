// One process at a time. It imports nothing but Node's own modules, as no package may be there yet.
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Does a work that only one process does at a time, among all that name the same file; the others wait. Whoever has the
 * file shows again and again that they are alive, so that one that was killed is waited for `patience` at most, on whatever
 * computer it was.
 *
 * @template T
 * @param {string} file its folder must be there
 * @param {() => void} tellWaiting called once, where this process has to wait
 * @param {(ended: AbortSignal) => Promise<T>} work `ended` is aborted where this process is asked to end in the middle of it
 * @param {{ beat?: number, patience?: number }} [times] in milliseconds: how often it shows that, and how long one is silent who is gone
 * @returns {Promise<T>}
 */
export async function alone(file, tellWaiting, work, { beat = 500, patience = 10_000 } = {}) {
  const mine = randomUUID();
  let [seen, since] = ["", performance.now()];
  for (let waited = false; !take(file, mine); waited = true) {
    if (!waited) tellWaiting();
    const sign = signOfLife(file);
    // By this process's own clock, and only while it looks: the other's may differ, and both may have been asleep.
    if (sign !== seen) [seen, since] = [sign, performance.now()];
    else if (performance.now() - since > patience) removeDead(file, sign);
    await pause(beat);
  }
  const beating = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Somebody took this process for dead. Its work is done twice then, and neither is lost.
    }
  }, beat);
  const letGo = () => {
    if (idIn(file) === mine) rmSync(file, { force: true });
  };
  const ended = new AbortController();
  const end = (/** @type {NodeJS.Signals} */ signal) => {
    ended.abort();
    letGo();
    process.kill(process.pid, signal);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.once(signal, end);
  try {
    return await work(ended.signal);
  } finally {
    clearInterval(beating);
    for (const signal of signals) process.off(signal, end);
    letGo();
  }
}

/** Whether the file is this process's now. @param {string} file @param {string} id */
function take(file, id) {
  try {
    writeFileSync(file, id, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

/** Whose the file is, and when they last showed that they live; empty where there is none. @param {string} file */
function signOfLife(file) {
  try {
    return `${idIn(file)} ${statSync(file).mtimeMs}`;
  } catch {
    return "";
  }
}

/** Removes the file of somebody who is gone, and nobody's who took it meanwhile. @param {string} file @param {string} sign */
function removeDead(file, sign) {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (!sign.startsWith(idIn(aside))) take(file, idIn(aside));
  rmSync(aside);
}

/** @param {string} file */
function idIn(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
