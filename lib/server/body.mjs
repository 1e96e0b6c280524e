import { IncomingMessage } from "node:http";
import { mostBody } from "./guard.mjs";

/** @typedef {import("./guard.mjs").Refused} Refused */

/**
 * Reads a body to its end, within the limit for bodies.
 *
 * @param {IncomingMessage} req
 * @returns {Promise<Buffer | null>} null if the client disconnected before the end, or the body is too large
 */
export async function readBody(req) {
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of req) {
      length += chunk.length;
      if (length > mostBody) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks, length);
}

/**
 * What is wrong with a body that does not match its content type, or null. Next answers some such bodies with a 500, and others with a page,
 * as if nothing had been sent.
 *
 * @param {Buffer} body
 * @param {IncomingMessage} req
 * @returns {Promise<Refused | null>}
 */
export async function malformedBody(body, { url, headers }) {
  const action = headers["next-action"];
  const type = headers["content-type"] ?? "";
  const [kind = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  const toRoute = isRoute(url);
  if (toRoute && body.length === 0) return null;

  const check = (toRoute ? routes : action === undefined ? forms : actions)[kind];
  if (
    !check ||
    parameters.some((parameter) => parameter.startsWith("charset=") && !/^charset="?utf-8"?$/.test(parameter))
  ) {
    return { status: 415, sentence: "kind" };
  }
  if (!toRoute && action !== undefined && !/^[0-9a-f]{40,64}$/.test(String(action))) return malformed;
  try {
    await check(body, type);
    return null;
  } catch {
    return malformed;
  }
}

/** Whether a route handler answers this URL; every other URL is a page. @param {string | undefined} url */
export const isRoute = (url = "") => /^\/(api\/|(logout|healthz)(\?|$))/.test(url);

/** @type {Refused} */
export const malformed = { status: 400, sentence: "malformed" };

/** @typedef {Record<string, (body: Buffer, type: string) => unknown>} Kinds */

/** Content types of a form without JavaScript. @type {Kinds} */
const forms = {
  "multipart/form-data": (body, type) =>
    new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData(),
};

/** Content types of a page's script. @type {Kinds} */
const actions = {
  ...forms,
  "text/plain": (body) => {
    if (!Array.isArray(JSON.parse(strict(body)))) throw new Error("The arguments of an action must be a list.");
  },
};

/** @type {Kinds} */
const routes = {
  ...forms,
  "application/x-www-form-urlencoded": (body) => decodeURIComponent(strict(body).replaceAll("+", " ")),
  "application/json": (body) => JSON.parse(strict(body)),
};

/** @type {(body: Buffer) => string} */
const strict = (body) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/**
 * Makes the same request again, with other headers and the body that was read from it.
 *
 * @param {IncomingMessage} req
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {Buffer} body
 */
export function replayRequest(req, headers, body) {
  const again = new IncomingMessage(req.socket);
  Object.assign(again, {
    method: req.method,
    url: req.url,
    httpVersion: req.httpVersion,
    httpVersionMajor: req.httpVersionMajor,
    httpVersionMinor: req.httpVersionMinor,
    complete: true,
    headers,
    rawHeaders: Object.entries(headers).flatMap(([name, value]) => [name, String(value)]),
  });
  again.push(body);
  again.push(null);
  return again;
}
