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

/** Sessions that were used. A statement over many rows holds up whoever wants one of them. */
export const mostAtOnce = 1000;
export const usedSessions = z.strictObject({ ids: z.array(rowId).check(z.maxLength(mostAtOnce)) });
