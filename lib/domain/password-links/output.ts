import "server-only";
import * as z from "zod/mini";

/** The people of a link, with words that must not make up their password. Null if the link is invalid. */
export const passwordLink = z.nullable(
  z.object({
    people: z.array(z.object({ id: z.string(), signInId: z.string(), words: z.array(z.string()) })),
    /** Whether it sets their first password. */
    activates: z.boolean(),
  }),
);

/** The ID to log in with the new password, and whether it is the first password. */
export const passwordSet = z.object({ id: z.string(), activated: z.boolean() });
