import "server-only";
import * as z from "zod/mini";

/** What the operator is told of an account that was opened. */
export const openedAccount = z.object({ digitalId: z.string(), handle: z.string(), email: z.string() });

/** General information of an account, and its holder. */
export const accountInformation = z.object({
  version: z.number(),
  digitalId: z.string(),
  handle: z.string(),
  createdAt: z.date(),
  organisation: z.string(),
  phone: z.string(),
  address: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
  holder: z.object({ firstName: z.string(), lastName: z.string(), email: z.string() }),
});
export type AccountInformation = z.output<typeof accountInformation>;

/** The version of the account's fields as they stand now. */
export const editedAccount = z.object({ version: z.number() });
