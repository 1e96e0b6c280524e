import * as z from "zod/mini";
import { rowId, typedId } from "@/lib/fields";
import { currentPassword } from "@/lib/passwords/schema";

/** *Log in*. */
export const signIn = z.strictObject({
  id: typedId,
  password: currentPassword,
  /** Where the person was going. */
  next: z._default(z.string("errors.malformed"), ""),
});

export const nothing = z.strictObject({});

/** A session, named by the id in the list. */
export const sessionById = z.strictObject({ id: rowId });
