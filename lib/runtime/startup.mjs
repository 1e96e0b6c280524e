const shared = Symbol.for("steward.startup");
/** @typedef {() => Promise<void>} Begin it must not fail */
const everywhere = /** @type {{ [shared]?: { serves: boolean, waiting: Begin[] } }} */ (globalThis);
// One per process: the code that Next bundles holds another copy of this module.
const startup = (everywhere[shared] ??= { serves: false, waiting: [] });

/** Calls `begin` once the server takes requests, or now if it already does. @param {Begin} begin */
export function onServerReady(begin) {
  if (startup.serves) void begin();
  else startup.waiting.push(begin);
}

/** The server takes requests now. Waits for the work that begins with it. */
export async function markServerReady() {
  startup.serves = true;
  await Promise.all(startup.waiting.splice(0).map((begin) => begin()));
}
