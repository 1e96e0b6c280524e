const shared = Symbol.for("steward.endings");
const everywhere = /** @type {{ [shared]?: { endings: Set<() => Promise<void>>, closings: Set<() => Promise<void>> } }} */ (globalThis);
const both = (everywhere[shared] ??= { endings: new Set(), closings: new Set() });

/** What is waited for when the process is asked to end: each begins then, and is over in a few seconds. One set a process. */
export const endings = both.endings;

/** What is closed once the last request and the last ending are over. One set a process. */
export const closings = both.closings;
