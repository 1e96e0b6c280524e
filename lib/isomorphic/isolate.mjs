// First strong isolate, and the sign that ends one: https://unicode.org/reports/tr9/#Explicit_Directional_Isolates
const [opening, closing] = ["\u2068", "\u2069"];

// Letters that are written from right to left, and marks that change the direction of writing.
const turning = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\p{Bidi_C}]/u;

/**
 * A value for a sentence. A value that is written from right to left is isolated, so that it does not reorder the words around it. Any
 * other value stays as it is. Do not use this for text that is copied, filled in, or part of a URL or a file name: the signs would
 * be copied too.
 *
 * @param {string} value what people typed, or words with values that are isolated already
 * @returns {string}
 */
export const isolated = (value) => (turning.test(value) ? `${opening}${balanced(value)}${closing}` : value);

/**
 * The values of a sentence, each isolated if it needs it.
 *
 * @template Value
 * @param {Record<string, Value>} values texts, and others that stay as they are
 * @returns {Record<string, Value>}
 */
export const isolatedValues = (values) =>
  /** @type {Record<string, Value>} */ (
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]),
    )
  );

/** Removes the signs around values from a text that is copied or saved as a file. @param {string} words */
export const withoutIsolates = (words) => words.replaceAll(opening, "").replaceAll(closing, "");

/** Removes an end that would close the isolate around the value, and closes each isolate that the value opens. @param {string} value */
function balanced(value) {
  let open = 0;
  const inside = value.replace(/[\u2066-\u2069]/g, (sign) => {
    if (sign !== closing) open += 1;
    else if (open === 0) return "";
    else open -= 1;
    return sign;
  });
  return inside + closing.repeat(open);
}
