import "server-only";
import * as z from "zod/mini";

/** The result of an import, in rows. */
export const imported = z.object({
  added: z.number(),
  changed: z.number(),
  same: z.number(),
  /** How many rows of interrupted imports it applied first. */
  earlier: z.number(),
});
export type Imported = z.output<typeof imported>;
