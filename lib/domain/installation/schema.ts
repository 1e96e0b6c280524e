import * as z from "zod/mini";
import { rowById } from "@/lib/isomorphic/fields";

/** The kinds of rows that expire. */
export const passing = ["sessions", "mails", "log-ins", "links", "challenges", "limits"] as const;

/** What to delete: expired rows of one kind, or the emails and login history of a user who is to be deleted for good. */
export const deletion = z.union([z.strictObject({ over: z.enum(passing) }), rowById]);
