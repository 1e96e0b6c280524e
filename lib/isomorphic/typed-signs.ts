/** What keyboards write for a dash: Japanese ones the sign that makes a vowel long. */
const dashes = /[\p{Pd}\u2212\u30fc]/gu;

/** A text with its digits, Latin letters and blanks in the plain form, which keyboards of other scripts write wider, and with plain dashes. */
export const withPlainSigns = (text: string): string => text.normalize("NFKC").replace(dashes, "-");

/** A code without the blanks and dashes that people type into it anywhere. */
export const codeOf = (typed: string): string => withPlainSigns(typed).replace(/[\s-]/g, "");
