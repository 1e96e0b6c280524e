import * as z from "zod/mini";
import { rowId } from "@/lib/fields";
import { currentPassword } from "@/lib/passwords/schema";

/** *Log in*. What is typed as an ID is understood later: a slip in it is answered like a wrong password. */
export const signIn = z.strictObject({
  id: z.string("errors.malformed").check(z.trim(), z.minLength(1, "errors.id.required"), z.maxLength(320, "errors.id.long")),
  password: currentPassword,
  /** Where the person was going. */
  next: z._default(z.string("errors.malformed"), ""),
});

export const nothing = z.strictObject({});

/** A session, named by the id in the list. */
export const sessionById = z.strictObject({ id: rowId });
