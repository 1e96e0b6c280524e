const shared = Symbol.for("steward.startup");
/** @typedef {() => Promise<void>} Begin it does not fail */
const everywhere = /** @type {{ [shared]?: { serves: boolean, waiting: Begin[] } }} */ (globalThis);
// One a process: what Next bundled holds another copy of this module.
const startup = (everywhere[shared] ??= { serves: false, waiting: [] });

/** Begins this once the server takes requests: at once where it does already. @param {Begin} begin */
export function onceServing(begin) {
  if (startup.serves) void begin();
  else startup.waiting.push(begin);
}

/** The server takes requests now. Waits for what began with it. */
export async function beginServing() {
  startup.serves = true;
  await Promise.all(startup.waiting.splice(0).map((begin) => begin()));
}
