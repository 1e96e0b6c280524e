/** @typedef {Set<() => Promise<void>>} Steps */
const shared = Symbol.for("steward.endings");
const everywhere = /** @type {{ [shared]?: { shutdownTasks: Steps, closeTasks: Steps, ending: AbortController } }} */ (
  globalThis
);
// One per process: the code that Next bundles holds another copy of this module.
const all = (everywhere[shared] ??= { shutdownTasks: new Set(), closeTasks: new Set(), ending: new AbortController() });

/** Steps that the process waits for when it is asked to end. Each starts then and takes a few seconds at most. */
export const shutdownTasks = all.shutdownTasks;

/** What is closed after the last request and the last ending. */
export const closeTasks = all.closeTasks;

/** Aborted from the moment when the process is asked to end. */
export const shutdownSignal = () => all.ending.signal;

/** Starts the end of the process. Returns what the process must wait for. */
export function beginShutdown() {
  all.ending.abort();
  return [...shutdownTasks].map((end) => end());
}
