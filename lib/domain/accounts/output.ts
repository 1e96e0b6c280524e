import "server-only";
import * as z from "zod/mini";

/** The answer to the operator about an opened account. */
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

/** The current version of the account's fields. */
export const editedAccount = z.object({ version: z.number() });
