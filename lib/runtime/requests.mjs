import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What the server knows about the request under way.
 *
 * @typedef {object} RequestUnderWay
 * @property {string} id in the log, and shown to a person when something unexpected happens
 * @property {string} path path and query of the request
 * @property {string} ip the client's IP address
 * @property {string} network the client's IP address, with IPv6 cut to its /64
 * @property {string} language the code of the language that the browser asks for, by its cookie or its header
 * @property {string} nonce of the Content-Security-Policy
 * @property {(code: number) => void} setStatus sends this status instead of the 200 or 500 that Next would send for a page
 * @property {(status: number, html: string) => void} setPage sends this page instead of Next's answer
 * @property {(name: string, value: string) => void} setHeader sets a header of the answer and overrides Next's
 */

const shared = Symbol.for("steward.requests");
const everywhere = /** @type {{ [shared]?: AsyncLocalStorage<RequestUnderWay> }} */ (globalThis);

/** One store per process. The server and the pages that Next bundles hold different copies of this module. */
export const requests = (everywhere[shared] ??= new AsyncLocalStorage());
