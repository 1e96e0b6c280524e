/** @typedef {Set<() => Promise<void>>} Steps */
const shared = Symbol.for("steward.endings");
const everywhere = /** @type {{ [shared]?: { endings: Steps, closings: Steps, ending: AbortController } }} */ (globalThis);
// One a process: what Next bundled holds another copy of this module.
const all = (everywhere[shared] ??= { endings: new Set(), closings: new Set(), ending: new AbortController() });

/** What is waited for when the process is asked to end: each begins then, and is over in a few seconds. */
export const endings = all.endings;

/** What is closed once the last request and the last ending are over. */
export const closings = all.closings;

/** Aborted from the moment on at which the process is asked to end. */
export const ending = () => all.ending.signal;

/** The process is asked to end. Gives what has to be waited for. */
export function beginEnding() {
  all.ending.abort();
  return [...endings].map((end) => end());
}
