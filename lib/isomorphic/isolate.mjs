// First strong isolate, and the sign that ends one: https://unicode.org/reports/tr9/#Explicit_Directional_Isolates
const [opening, closing] = ["\u2068", "\u2069"];

// The blocks of letters that are written from right to left, and the marks that turn the direction of writing.
const turning = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\p{Bidi_C}]/u;

/**
 * A value as it can stand in a sentence: where it is written from right to left it is isolated, so that it turns nothing around it. Any
 * other stays as it is. Not for what is copied, filled in, or part of an address or a file's name: the signs would go with it.
 *
 * @param {string} value what people typed, or words that hold such values isolated already
 * @returns {string}
 */
export const isolated = (value) => (turning.test(value) ? `${opening}${balanced(value)}${closing}` : value);

/**
 * The values of a sentence, each as it can stand in it.
 *
 * @template Value
 * @param {Record<string, Value>} values texts, and others that stay as they are
 * @returns {Record<string, Value>}
 */
export const isolatedValues = (values) =>
  /** @type {Record<string, Value>} */ (Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value])));

/** Words without the signs around their values, for what is copied or kept as a file. @param {string} words */
export const withoutIsolates = (words) => words.replaceAll(opening, "").replaceAll(closing, "");

/** Without an end that ends nothing inside, which would end the isolate around; and with an end for each beginning. @param {string} value */
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
