import "server-only";
import * as z from "zod/mini";

/** A server's settings: the URL that people open, and whether it has a mail server. */
export const installation = z.object({ origin: z.string(), mail: z.boolean() });
export type Installation = z.output<typeof installation>;
