import * as z from "zod/mini";
import { currentPassword } from "@/lib/domain/passwords/schema";
import { onwardAddress, rowId, typedId } from "@/lib/isomorphic/fields";

/** *Log in*. */
export const signIn = z.strictObject({
  id: typedId,
  password: currentPassword,
  next: onwardAddress,
});

/** A session, named by the id in the list. */
export const sessionById = z.strictObject({ id: rowId });
