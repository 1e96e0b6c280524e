import * as z from "zod/mini";
import { rowById } from "@/lib/isomorphic/fields";

/** What is forgotten once its time is over. */
export const passing = ["sessions", "mails", "log-ins", "links", "challenges", "limits"] as const;

/** What is to be forgotten: what is over, of one kind; or the mails and log-ins of a removed user who is to be erased. */
export const forgotten = z.union([z.strictObject({ over: z.enum(passing) }), rowById]);
