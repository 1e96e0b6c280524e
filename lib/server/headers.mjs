import { readdirSync } from "node:fs";
import { env } from "../runtime/env.mjs";
import { installationFiles } from "./installation-files.mjs";

/**
 * The headers that a browser sends and the application may read. Next trusts some others, so all others are dropped. `range` too: Next answers
 * one behind the end of a file with a 500, and no file is large.
 */
const known = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "cache-control",
  "content-length",
  "content-type",
  "cookie",
  "if-modified-since",
  "if-none-match",
  "origin",
  "pragma",
  "purpose",
  "referer",
  "sec-fetch-dest",
  "sec-fetch-mode",
  "sec-fetch-site",
  "sec-fetch-user",
  "sec-purpose",
  "user-agent",
  // Sent by Next's own pages.
  "next-action",
  "next-hmr-refresh",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
  "rsc",
]);

/**
 * The headers for Next. They are the known ones, the host of the panel's own origin in place of the requested one, and the policy. Next finds
 * the nonce for its scripts in the policy.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {string} policy
 * @returns {import("node:http").IncomingHttpHeaders}
 */
export function headersForNext(headers, policy) {
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => known.has(name)));
  const here = new URL(env.origin);
  return {
    ...passed,
    host: here.host,
    "x-forwarded-proto": here.protocol.slice(0, -1),
    "content-security-policy": policy,
  };
}

/**
 * The policy of one answer: no content from other sites, no script or style without this nonce, no frame, no plugin.
 *
 * @param {string} nonce
 * @param {boolean} dev a development build evaluates scripts, writes styles and opens a socket
 */
export function contentSecurityPolicy(nonce, dev) {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    ...(dev ? [] : ["style-src-attr 'none'"]),
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * The headers of every answer.
 *
 * @param {string} id of the request
 * @param {string} policy
 */
export function headersOfEveryAnswer(id, policy) {
  return {
    "X-Request-Id": id,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    // Not no-referrer: with it browsers send `Origin: null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy":
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), " +
      "microphone=(), midi=(), payment=(), usb=()",
    ...(env.secure ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** The same for everyone: the files of public/, and those that Steward makes from its settings. */
const forEveryone = new Set([
  ...readdirSync(new URL("../../public", import.meta.url)).map((file) => `/${file}`),
  ...installationFiles.keys(),
]);

/**
 * Anyone may cache files whose names change with their content, and the files for everyone for an hour. Everything else is private to the
 * person.
 *
 * @param {string} url
 * @param {number} status
 * @param {boolean} dev in development names do not change
 */
export function cacheControl(url, status, dev) {
  if (dev || ![200, 206, 304].includes(status)) return "private, no-store";
  if (url.startsWith("/_next/static/") || url.startsWith("/texts/")) return "public, max-age=31536000, immutable";
  return forEveryone.has(url.split("?", 1)[0] ?? "") ? "public, max-age=3600" : "private, no-store";
}
