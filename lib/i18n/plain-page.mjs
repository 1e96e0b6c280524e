import { createTranslator } from "use-intl/core";
import { isolatedValues } from "../isomorphic/isolate.mjs";
import { env } from "../runtime/env.mjs";
import { languageOfRequest } from "./choose-language.mjs";

/** @typedef {import("./choose-language.mjs").Language} Language */
/** @typedef {keyof import("./messages/en.mjs").Messages["server"]} ServerSentence */

/**
 * Answers a request that the server refuses before the application sees it, with a page of one sentence. It uses the browser's
 * language, because Steward does not know the person yet.
 *
 * @param {import("node:http").ServerResponse} res
 * @param {number} status
 * @param {ServerSentence} sentence what happened, and what the person can do
 * @param {Record<string, string | number>} [values] of the sentence
 * @param {Record<string, string>} [headers]
 */
export function sendPlainPage(res, status, sentence, values = {}, headers = {}) {
  const language = languageOfRequest(res.req.headers);
  const page = plainPage(language, wordsOf(language, sentence, values));
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader("Content-Type", "text/html; charset=utf-8");
  res.setHeader("Content-Length", Buffer.byteLength(page));
  res.writeHead(status);
  res.end(res.req.method === "HEAD" ? undefined : page);
}

/** A sentence of the server. @param {Language} language @param {ServerSentence} sentence @param {Record<string, string | number>} [values] */
export function wordsOf({ code, messages }, sentence, values) {
  return createTranslator({ locale: code, messages, namespace: "server" })(sentence, values && isolatedValues(values));
}

/** @typedef {{ href: string, text: string }} PlainLink */

/** @param {Language} language @param {string} text plain text in this language @param {PlainLink} [link] by default back to the panel */
export function plainPage(language, text, link) {
  return `<!doctype html>
<html lang="${language.code}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(env.brand)}</title>
${plainBody(language, text, link)}
</html>
`;
}

/** @param {Language} language @param {string} text @param {PlainLink} [link] */
export function plainBody(language, text, link = { href: "/", text: wordsOf(language, "back", { brand: env.brand }) }) {
  return `<h1>${escaped(env.brand)}</h1>
<p>${escaped(text)}</p>
<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>`;
}

/** @type {(text: string) => string} */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
