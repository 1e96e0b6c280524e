import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

/** @typedef {0 | 1 | 2 | 3 | 4} Score */
/** @typedef {`errors.password.${"weak" | "common" | "personal" | "repeated" | "sequence" | "date"}`} WeakReason */

/** A password below this score is refused (zxcvbn: 3 withstands 10^8 guesses). */
export const leastScore = 3;

/**
 * Judges how well a password withstands guessing by someone who knows `userInputs`: the username, email address, IDs, names and brand. A
 * password may contain one of these, but must be strong without it. It judges only the first 64 characters, because the time grows with
 * the square of the length. The lists of words and of common and breached passwords are part of the program; it asks no network.
 *
 * @param {string} password
 * @param {readonly string[]} userInputs
 * @returns {{ score: Score, reason: WeakReason | null }} the reason is null from `leastScore` up
 */
export function assessPassword(password, userInputs) {
  const whole = password.normalize("NFKC");
  const text = [...whole].slice(0, longest).join("");
  const known = partsOf(userInputs);
  if (known.includes(folded(whole))) return { score: 0, reason: "errors.password.personal" };
  const { score, sequence } = strength().check(text, known);
  if (score < leastScore) return { score, reason: reasonOf(sequence) };
  // zxcvbn counts dashes and capitals between known parts as strength: `jane-doe-2026`.
  const rest = known.reduce((left, part) => left.replaceAll(part, ""), folded(text));
  const alone = rest.length < folded(text).length ? strength().check(rest, known).score : score;
  return alone < leastScore ? { score: alone, reason: "errors.password.personal" } : { score, reason: null };
}

/** How many characters are judged. An emoji counts as one, though it is two units of a string. */
const longest = 64;

/** @type {ZxcvbnFactory | undefined} */
let made;

// Made at the first call: ranking 230,000 words takes a moment, which would delay the dialog when it opens.
const strength = () =>
  (made ??= new ZxcvbnFactory({
    dictionary: { ...common, ...english },
    graphs: adjacencyGraphs,
    maxLength: 2 * longest,
    // A fifth of the default finds the same words, and the slowest password takes a fifth of the time.
    l33tMaxSubstitutions: 20,
  }));

/**
 * Each input whole, without its punctuation, and in its parts (`jane.doe@example.com`: jane, doe, example, com),
 * the longest first.
 * @param {readonly string[]} inputs
 */
function partsOf(inputs) {
  const parts = inputs
    .slice(0, 20)
    .map((input) => folded(input).slice(0, 254))
    .flatMap((input) => {
      const words = input.split(/[^\p{L}\p{N}]+/u);
      return [input, words.join(""), ...words];
    });
  const known = [...new Set(parts)].filter((part) => part.length >= 3).slice(0, 200);
  return known.toSorted((one, other) => other.length - one.length);
}

/** @param {string} text */
const folded = (text) => text.normalize("NFKC").trim().toLowerCase();

/**
 * What to tell the user: the reason of the longest part that has one.
 * @param {readonly import("@zxcvbn-ts/core").MatchExtended[]} sequence
 * @returns {WeakReason}
 */
function reasonOf(sequence) {
  const longestFirst = sequence.toSorted((one, other) => other.token.length - one.token.length);
  for (const match of longestFirst) {
    const reason = reasonOfPart(match, sequence.length === 1);
    if (reason) return reason;
  }
  return "errors.password.weak";
}

/**
 * @param {import("@zxcvbn-ts/core").MatchExtended} match
 * @param {boolean} alone whether the whole password is this one part
 * @returns {WeakReason | null}
 */
function reasonOfPart(match, alone) {
  switch (match.pattern) {
    case "dictionary":
      if (match.dictionaryName === "userInputs") return "errors.password.personal";
      return alone || match.dictionaryName.startsWith("passwords") ? "errors.password.common" : null;
    case "repeat":
      return "errors.password.repeated";
    case "sequence":
    case "spatial":
    case "wordSequence":
      return "errors.password.sequence";
    case "date":
    case "regex":
      return "errors.password.date";
    default:
      return null;
  }
}
