import { env } from "../env.mjs";

/**
 * Answers with a page of one sentence: for what is refused before the application sees it.
 *
 * @param {import("node:http").ServerResponse} res
 * @param {number} status
 * @param {string} sentence plain text of ours: what happened, and what the person can do
 * @param {Record<string, string>} [headers]
 */
export function sendPlainPage(res, status, sentence, headers = {}) {
  const page = plainPage(sentence);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader("Content-Type", "text/html; charset=utf-8");
  res.setHeader("Content-Length", Buffer.byteLength(page));
  res.writeHead(status);
  res.end(res.req.method === "HEAD" ? undefined : page);
}

/** @param {string} sentence */
export function plainPage(sentence) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(env.brand)}</title>
${plainBody(sentence)}
</html>
`;
}

/** @param {string} sentence */
export function plainBody(sentence) {
  return `<h1>${escaped(env.brand)}</h1>
<p>${escaped(sentence)}</p>
<p><a href="/">Back to ${escaped(env.brand)}</a></p>`;
}

/** @type {(text: string) => string} */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
