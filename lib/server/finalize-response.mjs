import { languageOfRequest } from "../i18n/choose-language.mjs";
import { plainBody, plainPage, wordsOf } from "../i18n/plain-page.mjs";
import { isRoute } from "./body.mjs";
import { cacheControl } from "./headers.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Sets the final status and headers when they are sent. Turns Next's bare refusals of a page's form into a page. Without JavaScript,
 * says why a page could not be made.
 *
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {boolean} dev
 */
export function finalizeResponse(req, res, dev) {
  const [writeHead, write, end] = [res.writeHead.bind(res), res.write.bind(res), res.end.bind(res)];
  const wantedHeaders = /** @type {[string, string][]} */ ([]);
  let wanted = 0;
  /** @type {{ status: number, html: string } | undefined} */
  let page;
  let instead = "";

  Object.assign(res, {
    /** @param {number} status @param {unknown[]} rest */
    writeHead: (status, ...rest) => {
      const headers = rest.find((part) => typeof part === "object" && part) ?? {};
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      for (const [name, value] of wantedHeaders) res.setHeader(name, value);

      const bare = String(res.getHeader("content-type") ?? "").startsWith("text/plain");
      const sent = page?.status ?? statusToSend(req, res, status, bare, wanted);
      if (sent === 503 && !res.hasHeader("Retry-After")) res.setHeader("Retry-After", "5");
      const cache = cacheControl(req.url ?? "/", sent, dev);
      res.setHeader("Cache-Control", cache);
      // The same URL answers each browser in its own language.
      if (cache.startsWith("private"))
        res.setHeader("Vary", [res.getHeader("Vary") ?? [], "Accept-Language", "Cookie"].flat().join(", "));
      instead = page?.html ?? (bare && sent >= 400 && isToPage(req) ? plainPageFor(req, sent) : "");
      if (instead) {
        res.removeHeader("Location");
        res.setHeader("Content-Type", "text/html; charset=utf-8");
      }
      if (isAction(req)) {
        const answered = String(res.getHeader("content-type")).startsWith("text/x-component");
        // The page's script reads this header and asks to reload the page.
        if (sent === 409 && !answered) res.setHeader("x-nextjs-action-not-found", "1");
        if (sent === 303) {
          instead = emptyRouterAnswer;
          res.setHeader("Content-Type", "text/x-component");
        }
      }
      if (instead) {
        res.removeHeader("Content-Encoding");
        res.setHeader("Content-Length", Buffer.byteLength(instead));
      }
      return writeHead(sent);
    },
    /** @param {Parameters<typeof write>} given */
    write: (...given) => {
      if (!res.headersSent) res.writeHead(res.statusCode);
      return instead ? true : write(...worded(given));
    },
    /** @param {Parameters<typeof end>} given */
    end: (...given) => {
      if (!res.headersSent) res.writeHead(res.statusCode);
      return instead ? end(instead) : end(...worded(given));
    },
  });

  /** @template {unknown[]} Given @param {Given} given */
  function worded(given) {
    const [chunk, ...rest] = given;
    const sentence = (req.method === "POST" ? wordsOfSent : words)[wanted];
    if (!sentence || !(chunk instanceof Uint8Array)) return given;
    const language = languageOfRequest(req.headers);
    return /** @type {Given} */ ([withWord(chunk, plainBody(language, wordsOf(language, sentence))), ...rest]);
  }

  return {
    /** @param {number} code */
    setStatus: (code) => void (wanted = code),
    /** @param {number} status @param {string} html */
    setPage: (status, html) => void (page = { status, html }),
    /** @param {string} name @param {string} value */
    setHeader: (name, value) => void wantedHeaders.push([name, value]),
  };
}

/** A page in place of Next's line of plain text. @param {IncomingMessage} req @param {number} status */
function plainPageFor(req, status) {
  const language = languageOfRequest(req.headers);
  return plainPage(language, wordsOf(language, status === 409 ? "updated" : status === 404 ? "missing" : "malformed"));
}

/** Tells Next's router that no page comes with this answer, and that the next page belongs to the same application. */
export const emptyRouterAnswer = '0:{"t":null}\n';

/** @type {import("../isomorphic/result").Refusal} */
const foreign = { outcome: "forbidden", sentence: { key: "form.foreign" } };

/** Gives Next's router, as the result of an action, the refusal of a request from another site. */
export const foreignAnswer = `0:${JSON.stringify({ a: foreign })}\n`;

/** The sentence for a page that could not be made, by its status. @type {Record<number, "closed" | "missing" | "broken" | "away">} */
const words = { 403: "closed", 404: "missing", 500: "broken", 503: "away" };

/** The same after a form, which may have been saved before the page failed. @type {Record<number, "closed" | "missing" | "brokenSent" | "awaySent">} */
const wordsOfSent = { 403: "closed", 404: "missing", 500: "brokenSent", 503: "awaySent" };

/** Adds the sentence to a page that Next leaves to its script, which is blank without it. @param {Uint8Array} chunk @param {string} body */
function withWord(chunk, body) {
  const html = Buffer.from(chunk);
  const at = html.includes('<html id="__next_error__">') ? html.indexOf("<body>") + "<body>".length : 0;
  return at
    ? Buffer.concat([html.subarray(0, at), Buffer.from(`<noscript>${body}</noscript>`), html.subarray(at)])
    : chunk;
}

/** @param {IncomingMessage} req */
const isToPage = (req) => req.method === "POST" && !isRoute(req.url);

/** Whether a page's script sent the request. @param {IncomingMessage} req */
export const isAction = (req) => isToPage(req) && req.headers["next-action"] !== undefined;

/** Whether a form without JavaScript sent the request. @param {IncomingMessage} req */
const isForm = (req) => isToPage(req) && req.headers["next-action"] === undefined;

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {number} status that Next would send
 * @param {boolean} bare Next answers with plain text: it reached no page of the panel
 * @param {number} wanted the status that the page set, or 0
 */
function statusToSend(req, res, status, bare, wanted) {
  if (isAction(req)) {
    // lib/doors/redirect-from-action.ts puts the URL into a header of its own. The browser would follow a Location without telling the script.
    if (wanted === 303) return 303;
    // Steward's actions return their result and never throw. So a 500 means that the arguments are not a list.
    if (status === 500) return 400;
    // Next answers like this when the page does not have the action.
    if (status === 200 && !String(res.getHeader("content-type")).startsWith("text/x-component")) return 409;
    // React's client reads the result from the content, with any status.
    return status === 200 && wanted ? wanted : status;
  }
  // With 307 the browser would post the same form to the new page, such as the log-in page after a session ended.
  if (status === 307 && isForm(req)) return 303;
  // Next answers like this to a form with damaged hidden fields, and to a script whose state of the page is damaged.
  if (status === 500 && bare && (isForm(req) || req.headers["rsc"] !== undefined)) return 400;
  return wanted && [200, 500].includes(status) ? wanted : status;
}
