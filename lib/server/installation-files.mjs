import { languages } from "../i18n/choose-language.mjs";
import { env } from "../runtime/env.mjs";

/** Accent and frame of the light theme in app/styles/tokens.css. A manifest's reader may not know oklch. */
const [accent, frame] = ["#005860", "#edf2f2"];

/**
 * What programs ask of every installation and depends on its settings, so it cannot lie in public/. null: this installation has no such file.
 *
 * @type {Map<string, { type: string, content: () => string | null }>}
 */
export const installationFiles = new Map([
  ["/site.webmanifest", { type: "application/manifest+json", content: siteManifest }],
  ["/.well-known/security.txt", { type: "text/plain; charset=utf-8", content: securityTxt }],
]);

/**
 * Sends the file of this URL, before Next and without a session or the database.
 *
 * @param {import("node:http").IncomingMessage} req
 * @param {import("node:http").ServerResponse} res
 * @returns {boolean} whether there is such a file
 */
export function sendInstallationFile(req, res) {
  const file = installationFiles.get(req.url?.split("?", 1)[0] ?? "");
  const content = req.method === "POST" ? null : file?.content();
  if (!file || !content) return false;
  res.setHeader("Content-Type", file.type);
  res.setHeader("Content-Length", Buffer.byteLength(content));
  res.writeHead(200);
  res.end(req.method === "HEAD" ? undefined : content);
  return true;
}

/** Lets a phone or a computer open the panel from an icon, in a window of its own (https://www.w3.org/TR/appmanifest/). */
function siteManifest() {
  const icon = (/** @type {string} */ src, /** @type {number} */ size, purpose = "any") => ({
    src,
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  return JSON.stringify({
    name: env.brand,
    id: "/",
    start_url: "/",
    display: "standalone",
    theme_color: accent,
    background_color: frame,
    icons: [icon("/icon-192.png", 192), icon("/icon-512.png", 512), icon("/icon-maskable-512.png", 512, "maskable")],
  });
}

const dayInMs = 24 * 3_600_000;

/** Says where to report a vulnerability (RFC 9116), if the operator has set the address for support. */
function securityTxt() {
  if (!env.namesSupport) return null;
  const today = Math.floor(Date.now() / dayInMs);
  return [
    `Contact: mailto:${encodeURI(env.supportMailbox).replace(/[?#]/g, encodeURIComponent)}`,
    // The RFC asks for less than a year.
    `Expires: ${new Date((today + 180) * dayInMs).toISOString()}`,
    `Preferred-Languages: ${[...languages().keys()].join(", ")}`,
    `Canonical: ${env.origin}/.well-known/security.txt`,
    "",
  ].join("\n");
}
