import { isWellFormed } from "../isomorphic/url.mjs";
import { env, isLoopback } from "../runtime/env.mjs";

/** The largest body in bytes, and the longest URL in characters. */
export const mostBody = 256 * 1024;
const longestUrl = 8 * 1024;

/** @typedef {import("../i18n/plain-page.mjs").ServerSentence} ServerSentence */
/** @typedef {{ status: number, sentence: ServerSentence, headers?: Record<string, string> }} Refused */

/**
 * What is wrong with a request, judged by its first line and headers, or null. A request that fails here never reaches Next, which answers some
 * of these with a 500 and accepts a missing Origin.
 *
 * @param {import("node:http").IncomingMessage} req with the headers that arrived
 * @param {boolean} dev whether Next's own paths answer
 * @returns {Refused | null}
 */
export function refusal(req, dev) {
  const url = req.url ?? "";
  if (url.length > longestUrl) return { status: 414, sentence: "addressLong" };
  if (!isWellFormed(url)) return { status: 400, sentence: "addressMalformed" };

  const method = req.method ?? "";
  if (!["GET", "HEAD", "POST"].includes(method)) {
    return { status: 405, sentence: "method", headers: { Allow: "GET, HEAD, POST" } };
  }
  if (req.headers["transfer-encoding"] !== undefined) {
    return { status: 411, sentence: "unmeasured" };
  }
  if (url.startsWith("/_") && !url.startsWith("/_next/static/") && !dev) {
    return { status: 404, sentence: "missing" };
  }
  const length = Number(req.headers["content-length"] ?? 0);
  if (length > mostBody) {
    // A body far above the limit is not worth reading to its end.
    const headers = length > 64 * mostBody ? { Connection: "close" } : undefined;
    return { status: 413, sentence: "large", headers };
  }
  if (method !== "POST") return redirectToCanonicalHost(req);
  return isSameOrigin(req) ? null : { status: 403, sentence: "foreign" };
}

/** Whether a request that may change data was sent by a page of this panel. @param {import("node:http").IncomingMessage} req */
function isSameOrigin({ headers }) {
  return headers.origin === env.origin && [undefined, "same-origin"].includes(headers["sec-fetch-site"]?.toString());
}

/**
 * Redirects 127.0.0.1 to localhost: on localhost the panel has one origin.
 *
 * @param {import("node:http").IncomingMessage} req
 * @returns {Refused | null}
 */
function redirectToCanonicalHost(req) {
  const here = new URL(env.origin);
  const host = req.headers.host?.toLowerCase() ?? here.host;
  const name = host.replace(/:\d+$/, "");
  if (host === here.host || !isLoopback(name) || !isLoopback(here.hostname) || name === here.hostname) return null;
  return { status: 307, sentence: "elsewhere", headers: { Location: `${env.origin}${req.url}` } };
}
