import { IncomingMessage } from "node:http";
import { mostBody } from "./guard.mjs";

/** @typedef {import("./guard.mjs").Refused} Refused */

/**
 * Reads a body to its end, within the limit that its headers were held to.
 *
 * @param {IncomingMessage} req
 * @returns {Promise<Buffer | null>} null when the client went away before the end
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
 * What is wrong with a body that is not what its content type says, or null. Next answers such bodies with a 500.
 *
 * @param {Buffer} body
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @returns {Promise<Refused | null>}
 */
export async function malformedBody(body, headers) {
  const type = headers["content-type"] ?? "";
  const [kind = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  const check = checks[kind];
  if (!check || parameters.some((parameter) => /^charset=/.test(parameter) && !/^charset="?utf-8"?$/.test(parameter))) {
    // Nothing at all needs no type.
    if (body.length === 0 && type === "" && headers["next-action"] === undefined) return null;
    return { status: 415, sentence: "This request is of a kind that is not understood here." };
  }
  try {
    await check(body, type);
    return null;
  } catch {
    return { status: 400, sentence: "This request is malformed. Open the page again and retry." };
  }
}

/** @type {Record<string, (body: Buffer, type: string) => unknown>} */
const checks = {
  "multipart/form-data": (body, type) => new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData(),
  "application/x-www-form-urlencoded": (body) => decodeURIComponent(strict(body).replaceAll("+", " ")),
  "application/json": (body) => JSON.parse(strict(body)),
  "text/plain": (body) => JSON.parse(strict(body)),
};

/** @type {(body: Buffer) => string} */
const strict = (body) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/**
 * The same request again, with the headers it is to have and the body that was read from it.
 *
 * @param {IncomingMessage} req
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {Buffer} body
 */
export function replayed(req, headers, body) {
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
