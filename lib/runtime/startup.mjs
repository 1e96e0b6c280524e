const shared = Symbol.for("steward.beginnings");
const everywhere = /** @type {{ [shared]?: Set<() => Promise<void>> }} */ (globalThis);

/** What begins once the server takes requests. One set a process: what Next bundled holds another copy of this module. */
export const beginnings = (everywhere[shared] ??= new Set());
