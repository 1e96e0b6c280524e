import { randomBytes, randomUUID } from "node:crypto";
import { clientIp, networkOf } from "./client-ip.mjs";
import { env } from "../runtime/env.mjs";
import { languageOfRequest } from "../i18n/choose-language.mjs";
import { log } from "../runtime/log.mjs";
import { malformedBody, readBody, replayRequest } from "./body.mjs";
import { mostBody, refusal } from "./guard.mjs";
import { contentSecurityPolicy, headersForNext, headersOfEveryAnswer } from "./headers.mjs";
import { finalizeResponse, foreignAnswer, isAction } from "./finalize-response.mjs";
import { sendInstallationFile } from "./installation-files.mjs";
import { sendPlainPage } from "../i18n/plain-page.mjs";
import { sendToLogIn } from "./private-pages.mjs";
import { requests } from "../runtime/requests.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {(req: IncomingMessage, res: ServerResponse) => Promise<void>} Handler */

/**
 * Wraps Next's handler. A request that is malformed, too large or from another site is refused here, and a page of the panel leads a visitor
 * to the log-in page. Any other request reaches Next with only the known headers, a fresh nonce, and the client's true IP address.
 *
 * @param {Handler} next
 * @param {boolean} dev
 * @param {import("./private-pages.mjs").IsPrivate} isPrivate
 * @returns {Handler}
 */
export function wrapHandler(next, dev, isPrivate) {
  return async (req, res) => {
    const id = randomUUID();
    try {
      await answer(req, res, id);
    } catch (error) {
      log({ event: "request failed", request: id, error });
      if (res.headersSent) res.destroy();
      else sendPlainPage(res, 500, "failed", { id });
    }
  };

  /** @param {IncomingMessage} req @param {ServerResponse} res @param {string} id */
  async function answer(req, res, id) {
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, dev);
    for (const [name, value] of Object.entries(headersOfEveryAnswer(id, policy))) res.setHeader(name, value);
    const { setStatus, setPage, setHeader } = finalizeResponse(req, res, dev);

    const refused = refusal(req, dev);
    if (refused?.sentence === "foreign") {
      logOrigin(req, id);
      if (isAction(req)) return sendForeign(res, refused.status);
    }
    if (refused)
      return sendPlainPage(res, refused.status, refused.sentence, { size: mostBody / 1024 }, refused.headers);

    const body = await readBody(req);
    if (body === null) return void res.destroy();
    if (sendInstallationFile(req, res) || sendToLogIn(req, res, isPrivate)) return;
    const malformed = req.method === "POST" ? await malformedBody(body, req) : null;
    if (malformed) return sendPlainPage(res, malformed.status, malformed.sentence);

    const ip = clientIp(req.socket.remoteAddress ?? "", forwardedFor(req), env.trustedProxies);
    const headers = headersForNext(req.headers, policy);
    /** @param {number} code */
    const setPageStatus = (code) => {
      // The sentence is inserted into the page, so Next must not compress it.
      delete headers["accept-encoding"];
      setStatus(code);
    };
    const network = networkOf(ip);
    const language = languageOfRequest(req.headers).code;
    const underWay = {
      id,
      path: req.url ?? "/",
      ip,
      network,
      language,
      nonce,
      setStatus: setPageStatus,
      setPage,
      setHeader,
    };
    await requests.run(underWay, () => next(replayRequest(req, headers, body), res));
  }
}

/** Answers a page's script as an action does, so that the form shows the sentence. @param {ServerResponse} res @param {number} status */
function sendForeign(res, status) {
  res.writeHead(status, { "Content-Type": "text/x-component" });
  res.end(foreignAnswer);
}

/** Each origin is logged once, and only this many, so that strangers cannot fill the log. */
const mostOrigins = 20;
const loggedOrigins = new Set();

/** Logs an origin that was refused: behind a proxy, STEWARD_ORIGIN may be wrong. @param {IncomingMessage} req @param {string} id */
function logOrigin({ headers }, id) {
  const origin = headers.origin?.slice(0, 100);
  if (!origin || origin === env.origin || loggedOrigins.has(origin) || loggedOrigins.size >= mostOrigins) return;
  loggedOrigins.add(origin);
  const message = `The page is at ${origin}, but STEWARD_ORIGIN is ${env.origin}.`;
  log({ level: "warning", event: "origin refused", request: id, message });
}

/** @param {IncomingMessage} req */
function forwardedFor(req) {
  const header = req.headers["x-forwarded-for"];
  return Array.isArray(header) ? header.join(", ") : header;
}
