/** @typedef {Set<() => Promise<void>>} Steps */
const shared = Symbol.for("steward.endings");
const everywhere = /** @type {{ [shared]?: { endings: Steps, closings: Steps, ending: AbortController } }} */ (globalThis);
// One per process: the code that Next bundles holds another copy of this module.
const all = (everywhere[shared] ??= { endings: new Set(), closings: new Set(), ending: new AbortController() });

/** Steps that the process waits for when it is asked to end. Each starts then and takes a few seconds at most. */
export const endings = all.endings;

/** What is closed after the last request and the last ending. */
export const closings = all.closings;

/** Aborted from the moment when the process is asked to end. */
export const ending = () => all.ending.signal;

/** Starts the end of the process. Returns what the process must wait for. */
export function beginEnding() {
  all.ending.abort();
  return [...endings].map((end) => end());
}
