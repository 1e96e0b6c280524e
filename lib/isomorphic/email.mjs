/// <reference path="./punycode.d.ts" />
import punycode from "punycode.js";

/**
 * Email addresses as people write them. An address has two forms: `shown`, with its domain in Unicode, and `sent`, with its domain in
 * ASCII (RFC 5891). Keys and limits use the second. Invisible characters are removed before an address is checked.
 */

/** @typedef {{ shown: string, sent: string }} EmailForms */

/** The octets that a mail path holds (RFC 5321, 4.5.3.1.3), the characters of a domain, and those of a label. */
const [longestEmail, longestDomain, longestLabel] = [254, 253, 63];

/**
 * Removes invisible characters and blanks around a text, and brings compatible characters into one form (NFKC).
 *
 * @param {string} text
 */
export const visible = (text) =>
  text
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .normalize("NFKC")
    .trim();

/** The visible text in lower case. Folding it again changes nothing. @param {string} text */
export const folded = (text) => visible(visible(text).toLowerCase());

/**
 * The key of an email address: it is unique, found and limited by this. It is in lower case, with its domain in ASCII. Takes any string;
 * a string that is no email address is folded as a whole.
 *
 * @param {string} email
 */
export function emailKey(email) {
  const text = visible(email);
  const at = text.lastIndexOf("@");
  // Before lower-casing, because domains are folded by other rules.
  const domain = at < 0 ? null : asciiDomain(text.slice(at + 1));
  return domain === null ? folded(text) : `${folded(text.slice(0, at))}@${domain}`;
}

/**
 * Reads an email address that a person typed or a program sent, or says what is wrong with it. `labels`: how many its domain needs.
 *
 * @param {string} typed
 * @param {{ labels?: number }} [rule]
 * @returns {EmailForms | { error: "required" | "long" | "address" }}
 */
export function readEmail(typed, { labels = 2 } = {}) {
  const text = visible(typed);
  if (text === "") return { error: "required" };
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(at, 0)), asciiDomain(text.slice(at + 1), labels)];
  const sent = `${local}@${domain ?? text.slice(at + 1)}`;
  if (octets(sent) > longestEmail) return { error: "long" };
  if (at < 0 || domain === null || !localPart.test(local)) return { error: "address" };
  return { shown: `${local}@${shownDomain(domain)}`, sent };
}

/**
 * An email address that was stored before today's rules, in the form that is shown today. Text that is no address stays as it is.
 *
 * @param {string} email
 */
export function normalizeEmail(email) {
  const read = readEmail(email);
  return "shown" in read ? read.shown : email;
}

/**
 * An email address from an older text, perhaps masked, with its domain in the form that is shown. Text that is no address stays as it is.
 *
 * @param {string} email
 */
export function formatEmail(email) {
  const at = email.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(visible(email.slice(at + 1)));
  return domain === null ? email : email.slice(0, at + 1) + shownDomain(domain);
}

/**
 * Every form in which a person may search for an address: as shown, as sent, and with a domain that is not safe to show.
 *
 * @param {string} email
 * @returns {string[]}
 */
export function formsOf(email) {
  const at = email.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(visible(email.slice(at + 1)));
  if (domain === null || !domain.includes("xn--")) return [email];
  const local = email.slice(0, at + 1);
  return [...new Set([email, local + domain, local + punycode.toUnicode(domain)])];
}

/**
 * A domain in ASCII as DNS knows it (UTS 46), or null if it is none. URL accepts some ASCII characters that domains cannot have, so
 * those are checked here. The standard decides about all other characters.
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
  // A top-level domain is never a number: a name that ends in one is read as an IP address.
  return right && !/^\d+$/.test(labels.at(-1) ?? "") ? domain : null;
}

// No blanks, quotes or brackets, no second @, and no character without a shape.
const localPart = /^[^\s@"(),:;<>[\]\\\p{C}\u2800]+$/u;

/** @param {string} label */
function isLabel(label) {
  if (label.length > longestLabel || !/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(label)) return false;
  return !label.startsWith("xn--") || hostOf(`${punycode.toUnicode(label)}.x`) === `${label}.x`;
}

/** The host of a URL with this domain, which browsers and Node read in the same way; empty if there is none. @param {string} domain */
function hostOf(domain) {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}

/** Shows each label in Unicode if that is safe: it must read back as the same label and look like no other. @param {string} domain */
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

/** The scripts of living languages (UAX 31, table 5). Scripts that are written together are in one list (UTS 39, highly restrictive). */
const scripts = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
  ...[
    "Arabic",
    "Armenian",
    "Bengali",
    "Cyrillic",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Greek",
    "Gujarati",
    "Gurmukhi",
    "Hebrew",
  ].map((name) => [name]),
  ...[
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thaana",
    "Thai",
    "Tibetan",
  ].map((name) => [name]),
];
const oneScript = new RegExp(
  `^(?:${scripts.map((names) => `[${names.map((name) => `\\p{Script_Extensions=${name}}`).join("")}\\d-]+`).join("|")})$`,
  "u",
);

/** Only Cyrillic, Greek or Armenian letters that look like Latin ones: such a domain could pass for another. */
const likeLatin = /^(?:[асԁеһіјӏорԛѕԝхуъьҽпгѵѡ\d-]+|[ικνρυωηοτ\d-]+|[ագզէլհյոսւօ\d-]+)$/u;

/** @param {string} text */
const octets = (text) => new TextEncoder().encode(text).length;
