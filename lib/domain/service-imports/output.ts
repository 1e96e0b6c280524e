import "server-only";
import * as z from "zod/mini";

/** What an import came to, in rows. */
export const imported = z.object({
  added: z.number(),
  changed: z.number(),
  same: z.number(),
  /** How many rows it first applied of imports that had been cut in the middle. */
  earlier: z.number(),
});
export type Imported = z.output<typeof imported>;
