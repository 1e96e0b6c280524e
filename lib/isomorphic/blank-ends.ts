/** Characters that show nothing at an end of a text: blanks of every width, line breaks, and invisible signs that are copied along. */
const nothingToSee = "[\\s\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\u2800\\u3164]";
const atAnEnd = new RegExp(`^${nothingToSee}|${nothingToSee}$`);

/** Whether a password begins or ends with a blank. Steward keeps it as typed, but few people notice it. */
export const hasBlankEnd = (password: string): boolean => atAnEnd.test(password);
