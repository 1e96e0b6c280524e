import "server-only";
import * as z from "zod/mini";

/** For whom a link is, with the words that their password must not be made of; null where it is good for nothing any more. */
export const passwordLink = z.nullable(
  z.object({
    people: z.array(z.object({ id: z.string(), signInId: z.string(), words: z.array(z.string()) })),
    /** They set their first password. */
    activates: z.boolean(),
  }),
);

/** With what somebody logs in who has a new password, and whether it is their first. */
export const passwordSet = z.object({ id: z.string(), activated: z.boolean() });
