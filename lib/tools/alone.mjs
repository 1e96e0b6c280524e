// A lock between processes. Imports only Node's own modules, because no package may be installed yet.
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Does a task that only one process may do at a time. All processes that name the same file share the lock, and the others wait. The
 * process that has the file touches it regularly. If it was killed, the others wait at most `patience`, even if it ran on another computer.
 *
 * @template T
 * @param {string} file its folder must exist
 * @param {() => void} onWait called once if this process has to wait
 * @param {(ended: AbortSignal) => Promise<T>} work `ended` is aborted if this process is asked to end during the task
 * @param {{ beat?: number, patience?: number }} [times] in milliseconds: how often the process touches the file, and the silence after
 *   which the others take it for dead
 * @returns {Promise<T>}
 */
export async function alone(file, onWait, work, { beat = 500, patience = 10_000 } = {}) {
  const mine = randomUUID();
  let [seen, since] = ["", performance.now()];
  for (let waited = false; !take(file, mine); waited = true) {
    if (!waited) onWait();
    const sign = signOfLife(file);
    // Measured by this process's own clock, and only while it checks: the other's clock may differ, and both computers may have slept.
    if (sign !== seen) [seen, since] = [sign, performance.now()];
    else if (performance.now() - since > patience) removeDead(file, sign);
    await pause(beat);
  }
  const beating = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Another process took this one for dead. The task is then done twice, and no result is lost.
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

/** Tries to create the file. Returns whether this process has it now. @param {string} file @param {string} id */
function take(file, id) {
  try {
    writeFileSync(file, id, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

/** The file's owner and when the owner last touched it; empty if there is no file. @param {string} file */
function signOfLife(file) {
  try {
    return `${idIn(file)} ${statSync(file).mtimeMs}`;
  } catch {
    return "";
  }
}

/** Removes a dead owner's file. If another process has taken it since, puts it back. @param {string} file @param {string} sign */
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
