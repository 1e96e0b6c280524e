import * as z from "zod/mini";

/** What a link of a mail is for. One of a purpose is good for nothing else. */
export const purposes = ["reset", "activation", "sign-up", "confirm-address", "take-back", "enrol"] as const;
export type Purpose = (typeof purposes)[number];

/** What stands in the address that a mail names. Whatever it is, only a good one finds its link. */
export const linkToken = z.string("errors.malformed").check(z.maxLength(200, "errors.malformed"));

/** A page that a link leads to, and a form that uses it up. */
export const byToken = z.strictObject({ token: linkToken });
