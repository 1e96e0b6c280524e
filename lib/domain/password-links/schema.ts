import * as z from "zod/mini";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { password, repeat, repeated } from "@/lib/domain/passwords/schema";
import { rowId, typedId } from "@/lib/isomorphic/fields";

/** *Forgotten your password?* */
export const forgottenPassword = z.strictObject({ id: typedId });

/** A new password by an emailed link. `person` is the chosen login if the link is for several. */
export const passwordReset = z
  .strictObject({ token: linkToken, person: z._default(z.union([rowId, z.literal("")]), ""), password, repeat })
  .check(repeated);
