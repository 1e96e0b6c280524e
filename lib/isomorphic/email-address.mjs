/// <reference path="./punycode.d.ts" />
import punycode from "punycode.js";

/**
 * E-mail addresses as people have them. An address has one form to show, with its domain in Unicode, and one form to send to,
 * with its domain in ASCII (RFC 5891); keys and limits are made of the second. The rule is decided after what nobody sees is gone.
 */

/** @typedef {{ shown: string, sent: string }} Address */

/** Octets that the path of a mail holds (RFC 5321, 4.5.3.1.3), characters of a domain, and of a label. */
const [longestAddress, longestDomain, longestLabel] = [254, 253, 63];

/**
 * A text without what nobody sees or means: characters of no width, and blanks around. Compatible characters are made alike (NFKC).
 *
 * @param {string} text
 */
export const visible = (text) => text.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "").normalize("NFKC").trim();

/** The same in lower case; what is folded again stays as it is. @param {string} text */
export const folded = (text) => visible(visible(text).toLowerCase());

/**
 * The form by which an e-mail address is unique, found and limited: in lower case, its domain in ASCII. Takes any string; what is
 * no address is folded as a whole.
 *
 * @param {string} email
 */
export function emailKey(email) {
  const text = visible(email);
  const at = text.lastIndexOf("@");
  // Before letters are made small: that is another fold than the one of domains.
  const domain = at < 0 ? null : asciiDomain(text.slice(at + 1));
  return domain === null ? folded(text) : `${folded(text.slice(0, at))}@${domain}`;
}

/**
 * An address as somebody typed it, or a program sent it; or what is wrong with it. `labels`: those that its domain has at least.
 *
 * @param {string} typed
 * @param {{ labels?: number }} [rule]
 * @returns {Address | { wrong: "required" | "long" | "address" }}
 */
export function readAddress(typed, { labels = 2 } = {}) {
  const text = visible(typed);
  if (text === "") return { wrong: "required" };
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(at, 0)), asciiDomain(text.slice(at + 1), labels)];
  const sent = `${local}@${domain ?? text.slice(at + 1)}`;
  if (octets(sent) > longestAddress) return { wrong: "long" };
  if (at < 0 || domain === null || !localPart.test(local)) return { wrong: "address" };
  return { shown: `${local}@${shownDomain(domain)}`, sent };
}

/**
 * An address that was written down before its form was decided as it is now, in the form in which it is shown; what is none stays as it is.
 *
 * @param {string} address
 */
export function keptAddress(address) {
  const read = readAddress(address);
  return "shown" in read ? read.shown : address;
}

/**
 * An address of a text of before, which may be masked, with its domain as it is shown; what is none stays as it is.
 *
 * @param {string} address
 */
export function shownAddress(address) {
  const at = address.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(visible(address.slice(at + 1)));
  return domain === null ? address : address.slice(0, at + 1) + shownDomain(domain);
}

/**
 * Every form in which somebody may look for an address: as it is shown, as it is sent to, and with a domain that is not safe to show.
 *
 * @param {string} address
 * @returns {string[]}
 */
export function formsOf(address) {
  const at = address.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(visible(address.slice(at + 1)));
  if (domain === null || !domain.includes("xn--")) return [address];
  const local = address.slice(0, at + 1);
  return [...new Set([address, local + domain, local + punycode.toUnicode(domain)])];
}

/**
 * A domain in ASCII, as the resolver of names knows it (UTS 46); null where it is none. Of ASCII, a URL would take signs that no
 * domain has; of all else, the standard decides.
 *
 * @param {string} text without invisible characters
 * @param {number} [fewest] labels
 * @returns {string | null}
 */
export function asciiDomain(text, fewest = 2) {
  if (text.length > longestDomain || /[\s\p{C}]|[^a-z\d.\-\u0080-\u{10ffff}]/iu.test(text)) return null;
  const domain = hostOf(text);
  const labels = domain.split(".");
  const right = labels.length >= fewest && domain.length <= longestDomain && labels.every(isLabel);
  // A top-level domain is no number: what ends in one is read as the address of a computer.
  return right && !/^\d+$/.test(labels.at(-1) ?? "") ? domain : null;
}

// No blanks, quotes or brackets, no second @, and nothing that has no form.
const localPart = /^[^\s@"(),:;<>[\]\\\p{C}\u2800]+$/u;

/** @param {string} label */
function isLabel(label) {
  if (label.length > longestLabel || !/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(label)) return false;
  return !label.startsWith("xn--") || hostOf(`${punycode.toUnicode(label)}.x`) === `${label}.x`;
}

/** The host of a URL at this domain, which browsers and Node read alike; empty where there is none. @param {string} domain */
function hostOf(domain) {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}

/** Each label in Unicode where that is safe: it is read as the same label again, and is no look-alike of another. @param {string} domain */
function shownDomain(domain) {
  if (!domain.includes("xn--")) return domain;
  const labels = domain.split(".");
  const foreign = labels.at(-1)?.startsWith("xn--") ?? false;
  return labels.map((label) => shownLabel(label, foreign)).join(".");
}

/** @type {(label: string, foreign: boolean) => string} */
function shownLabel(label, foreign) {
  if (!label.startsWith("xn--")) return label;
  const text = punycode.toUnicode(label);
  const safe = oneScript.test(text) && (foreign || !likeLatin.test(text)) && visible(text) === text;
  return safe ? text : label;
}

/** The scripts of living languages (UAX 31, table 5); those that are written together stand together (UTS 39, highly restrictive). */
const scripts = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
  ...["Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek", "Gujarati", "Gurmukhi", "Hebrew"].map((name) => [name]),
  ...["Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan"].map((name) => [name]),
];
const oneScript = new RegExp(
  `^(?:${scripts.map((names) => `[${names.map((name) => `\\p{Script_Extensions=${name}}`).join("")}\\d-]+`).join("|")})$`,
  "u",
);

/** Nothing but letters of Cyrillic, Greek or Armenian that look like Latin ones: it would pass for another domain. */
const likeLatin = /^(?:[асԁеһіјӏорԛѕԝхуъьҽпгѵѡ\d-]+|[ικνρυωηοτ\d-]+|[ագզէլհյոսւօ\d-]+)$/u;

/** @param {string} text */
const octets = (text) => new TextEncoder().encode(text).length;
