import * as z from "zod/mini";

/** A page of the activity, newest first: the cursor is empty on the first one. */
export const activityQuery = z.object({ cursor: z.catch(z.string().check(z.maxLength(512)), "!"), size: z._default(z.number(), 50) });
