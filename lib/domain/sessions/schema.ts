import * as z from "zod/mini";
import { currentPassword } from "@/lib/domain/passwords/schema";
import { nextPath, rowId, typedId } from "@/lib/isomorphic/fields";

/** *Log in*. */
export const signIn = z.strictObject({
  id: typedId,
  password: currentPassword,
  next: nextPath,
});

/** A session, by the id from the list. */
export const sessionById = z.strictObject({ id: rowId });

/** Sessions that were used. Limited, because a statement over many rows blocks others that need one of them. */
export const mostAtOnce = 1000;
export const usedSessions = z.strictObject({ ids: z.array(rowId).check(z.maxLength(mostAtOnce)) });
