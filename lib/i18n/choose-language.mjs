import { env } from "../runtime/env.mjs";

/** @typedef {import("./messages/en.mjs").Messages} Messages */
/** @typedef {{ code: string, name: string, messages: Messages }} Language name: in the language itself */
/** @typedef {ReadonlyMap<string, Language>} Languages by code, English first */

/** The default language. All other languages are translated from it. */
export const source = "en";

/** Remembers the language that was chosen in this browser, for the pages before log-in. */
export const languageCookie = env.secure ? "__Host-steward-language" : "steward-language";

const shared = Symbol.for("steward.languages");
const everywhere = /** @type {{ [shared]?: Languages }} */ (globalThis);

/** The languages of this installation, once per process: the bundles that Next makes hold no texts of their own. */
export function languages() {
  const loaded = everywhere[shared];
  if (!loaded) throw new Error("The languages are read at the start of the server: see lib/i18n/load-languages.mjs.");
  return loaded;
}

/** @param {Languages} loaded */
export function setLanguages(loaded) {
  everywhere[shared] = loaded;
}

/**
 * The first of these choices that this installation has; else the language that the browser asks for; else English.
 *
 * @param {readonly (string | undefined)[]} choices codes, or stored values of them
 * @param {string | undefined} asked the header Accept-Language
 * @returns {Language}
 */
export function languageFor(choices, asked) {
  const all = languages();
  const chosen = choices.find((code) => code !== undefined && all.has(code));
  const code = chosen ?? preferred(asked ?? "", [...all.keys()]) ?? source;
  return /** @type {Language} */ (all.get(code));
}

/**
 * The language of a request that reaches no page, from its cookie and its header.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
export function languageOfRequest({ cookie = "", "accept-language": asked }) {
  const cookies = cookie.split(";").map((part) => part.trim().split("="));
  const choices = cookies.filter(([name]) => name === languageCookie).map(([, value]) => value);
  return languageFor(choices, asked);
}

/**
 * The best of these languages by RFC 9110's preferences and RFC 4647's lookup: `fr-CA` finds `fr`, and `pt` finds `pt-BR`. Malformed
 * parts are ignored.
 *
 * @param {string} asked as in `fr-CA, fr;q=0.9, *;q=0.1`
 * @param {readonly string[]} codes the first is what `*` means
 * @returns {string | undefined}
 */
export function preferred(asked, codes) {
  const wishes = asked.split(",", mostWishes).flatMap((wish) => {
    const parts = /^\s*([a-z]{1,8}(?:-[a-z\d]{1,8})*|\*)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i.exec(wish);
    return parts ? [{ range: String(parts[1]).toLowerCase(), weight: Number(parts[2] ?? 1) }] : [];
  });
  const refused = wishes.filter(({ weight }) => weight === 0).map(({ range }) => range);
  const open = codes.filter((code) => !refused.includes(code.toLowerCase()));
  for (const { range } of wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)) {
    const found = range === "*" ? open[0] : lookedUp(range, open);
    if (found) return found;
  }
}

const mostWishes = 32;

/** @param {string} range @param {readonly string[]} codes */
function lookedUp(range, codes) {
  for (let tag = range; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    const found = codes.find((code) => code.toLowerCase() === tag);
    if (found) return found;
  }
  return codes.find((code) => code.toLowerCase().startsWith(`${range.split("-")[0]}-`));
}
