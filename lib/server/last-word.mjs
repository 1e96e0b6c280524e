import { languageOfRequest } from "../i18n/choose-language.mjs";
import { isRoute } from "./body.mjs";
import { cacheControl } from "./headers.mjs";
import { plainBody, plainPage, wordsOf } from "../i18n/plain-page.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Lets the last word on status and headers be ours, at the moment they are sent, words Next's bare refusals of what a
 * page sent as a page, and says without JavaScript why a page could not be made.
 *
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {boolean} dev
 */
export function lastWord(req, res, dev) {
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
      const kept = cacheControl(req.url ?? "/", sent, dev);
      res.setHeader("Cache-Control", kept);
      // The same address speaks to each browser in its own language.
      if (kept.startsWith("private")) res.setHeader("Vary", [res.getHeader("Vary") ?? [], "Accept-Language", "Cookie"].flat().join(", "));
      instead = page?.html ?? (bare && sent >= 400 && isToPage(req) ? plainPageFor(req, sent) : "");
      if (instead) {
        res.removeHeader("Location");
        res.setHeader("Content-Type", "text/html; charset=utf-8");
      }
      if (isAction(req)) {
        const answered = String(res.getHeader("content-type")).startsWith("text/x-component");
        // A page's script reads it, and says that the page is to be opened anew.
        if (sent === 409 && !answered) res.setHeader("x-nextjs-action-not-found", "1");
        if (sent === 303) {
          instead = askYourself;
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

/** In words, what Next answers with a line of plain text. @param {IncomingMessage} req @param {number} status */
function plainPageFor(req, status) {
  const language = languageOfRequest(req.headers);
  return plainPage(language, wordsOf(language, status === 409 ? "updated" : status === 404 ? "missing" : "malformed"));
}

/** To Next's router: no page comes with this answer, and the one to go to is of the same application. */
export const askYourself = '0:{"t":null}\n';

/** Of a page that could not be made, by the status that it asked for. @type {Record<number, "closed" | "missing" | "broken" | "away">} */
const words = { 403: "closed", 404: "missing", 500: "broken", 503: "away" };

/** The same after a form: it may have been saved before the page failed. @type {Record<number, "closed" | "missing" | "brokenSent" | "awaySent">} */
const wordsOfSent = { 403: "closed", 404: "missing", 500: "brokenSent", 503: "awaySent" };

/** Next leaves such a page to its script, and blank without. @param {Uint8Array} chunk @param {string} body */
function withWord(chunk, body) {
  const html = Buffer.from(chunk);
  const at = html.includes('<html id="__next_error__">') ? html.indexOf("<body>") + "<body>".length : 0;
  return at ? Buffer.concat([html.subarray(0, at), Buffer.from(`<noscript>${body}</noscript>`), html.subarray(at)]) : chunk;
}

/** @param {IncomingMessage} req */
const isToPage = (req) => req.method === "POST" && !isRoute(req.url);

/** What a page's own script sends. @param {IncomingMessage} req */
const isAction = (req) => isToPage(req) && req.headers["next-action"] !== undefined;

/** What a page without JavaScript sends. @param {IncomingMessage} req */
const isForm = (req) => isToPage(req) && req.headers["next-action"] === undefined;

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {number} status that Next means to send
 * @param {boolean} bare with a word of plain text: no page of ours was reached
 * @param {number} wanted by the page, or 0
 */
function statusToSend(req, res, status, bare, wanted) {
  if (isAction(req)) {
    // Where it leads stands in a header of its own, which lib/doors/lead-on.ts sets: a Location the browser would follow unseen by the script.
    if (wanted === 303) return 303;
    // Our actions return what happened and never throw: what fails is a list of arguments that is none.
    if (status === 500) return 400;
    // Next answers so when the action is none of this page's.
    if (status === 200 && !String(res.getHeader("content-type")).startsWith("text/x-component")) return 409;
    // React's client reads what happened from the content, whatever the status.
    return status === 200 && wanted ? wanted : status;
  }
  // Else the browser would post the same form to the page that it is led to: the log-in page, where a session ended.
  if (status === 307 && isForm(req)) return 303;
  // So it ends for a form whose hidden fields are damaged, and for a script whose idea of the page is.
  if (status === 500 && bare && (isForm(req) || req.headers["rsc"] !== undefined)) return 400;
  return wanted && [200, 500].includes(status) ? wanted : status;
}
