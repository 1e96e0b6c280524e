/** What shows nothing at an end of a text: blanks of every width, line breaks, and the invisible signs that come along when something is copied. */
const nothingToSee = "[\\s\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\u2800\\u3164]";
const atAnEnd = new RegExp(`^${nothingToSee}|${nothingToSee}$`);

/** Whether a password begins or ends with a blank: it is kept as it was typed, but few people see that it is there. */
export const hasBlankEnd = (password: string): boolean => atAnEnd.test(password);
