import * as z from "zod/mini";
import { currentPassword } from "@/lib/domain/passwords/schema";
import { rowId, typedId } from "@/lib/isomorphic/fields";

/** *Log in*. */
export const signIn = z.strictObject({
  id: typedId,
  password: currentPassword,
  /** Where the person was going. */
  next: z._default(z.string("errors.malformed"), ""),
});

/** A session, named by the id in the list. */
export const sessionById = z.strictObject({ id: rowId });
