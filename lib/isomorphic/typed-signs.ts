/** The characters that keyboards write for a dash. Japanese keyboards write the sign for a long vowel. */
const dashes = /[\p{Pd}\u2212\u30fc]/gu;

/** A text with plain digits, Latin letters, blanks and dashes. Keyboards of other scripts write wider forms of these. */
export const withPlainSigns = (text: string): string => text.normalize("NFKC").replace(dashes, "-");

/** A code without the blanks and dashes that people type into it. */
export const codeOf = (typed: string): string => withPlainSigns(typed).replace(/[\s-]/g, "");
