const shared = Symbol.for("steward.endings");
const everywhere = /** @type {{ [shared]?: Set<() => Promise<void>> }} */ (globalThis);

/** What is waited for when the process is asked to end: each begins then, and is over in a few seconds. One set a process. */
export const endings = (everywhere[shared] ??= new Set());
