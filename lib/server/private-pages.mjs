import { readFileSync } from "node:fs";
import { cookieName } from "../doors/session-cookie-name.mjs";
import { sendPlainPage } from "../i18n/plain-page.mjs";
import { logInFor } from "../isomorphic/log-in-url.mjs";

/** @typedef {(path: string) => boolean} IsPrivate */

/** Next's list of the pages and routes of its build, by the path that people request. */
const builtRoutes = new URL("../../.next/app-path-routes-manifest.json", import.meta.url);

/**
 * Tells whether a path is a page of the panel, from Next's build: a page of the route group `(panel)`. It does not recognise an unusual
 * spelling of such a path, which Next then answers.
 *
 * @returns {IsPrivate}
 */
export function readPrivatePages() {
  return privatePagesOf(JSON.parse(readFileSync(builtRoutes, "utf8")));
}

/** @param {Record<string, string>} routes @returns {IsPrivate} */
export function privatePagesOf(routes) {
  const isPage = (/** @type {string} */ file) => /^\/\(panel\)\/.*page$/.test(file);
  const all = Object.entries(routes);
  const patterns = all
    .filter(([file]) => isPage(file))
    .map(([, path]) => path.replace(/[.+*?^${}()|]/g, "\\$&").replace(/\[\w+\]/g, "[\\w-]+"));
  const pages = new RegExp(`^(?:${patterns.join("|")})$`);
  // `/services/find` is a route, although it looks like `/services/[id]`.
  const others = new Set(all.filter(([file]) => !isPage(file)).map(([, path]) => path));
  return (path) => pages.test(path) && !others.has(path);
}

/**
 * Sends a visitor without a session's cookie from a page of the panel to the log-in page, as Next would, but without rendering anything.
 * Next's router asks for data instead of a page, so Next answers it.
 *
 * @param {import("node:http").IncomingMessage} req
 * @param {import("node:http").ServerResponse} res
 * @param {IsPrivate} isPrivate
 * @returns {boolean} whether the request is answered
 */
export function sendToLogIn({ method, url = "", headers }, res, isPrivate) {
  if (method === "POST" || headers.rsc !== undefined || headers.cookie?.includes(cookieName)) return false;
  if (!isPrivate(url.split("?", 1)[0] ?? "")) return false;
  sendPlainPage(res, 307, "elsewhere", {}, { Location: logInFor(url) });
  return true;
}
