import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What the server knows about the request that is under way.
 *
 * @typedef {object} RequestUnderWay
 * @property {string} id stands in the log, and in front of a person whom something unexpected met
 * @property {string} path path and query as they were asked for
 * @property {string} address the client's
 * @property {string} network the client's address, an IPv6 one cut to its /64
 * @property {string} language the code of the one that the browser asks for, by its cookie or its header
 * @property {string} nonce of the Content-Security-Policy
 * @property {(code: number) => void} setStatus a page that Next would send with 200 or 500 goes out with this status
 * @property {(status: number, html: string) => void} setPage this page goes out, whatever Next makes of the request
 * @property {(name: string, value: string) => void} setHeader sets a header of the answer, over what Next sets
 */

const shared = Symbol.for("steward.requests");
const everywhere = /** @type {{ [shared]?: AsyncLocalStorage<RequestUnderWay> }} */ (globalThis);

/** One store a process: the server and the pages that Next bundled hold different copies of this module. */
export const requests = (everywhere[shared] ??= new AsyncLocalStorage());
