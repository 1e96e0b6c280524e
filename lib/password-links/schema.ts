import * as z from "zod/mini";
import { rowId, typedId } from "@/lib/fields";
import { linkToken } from "@/lib/links/schema";
import { password, repeat, repeated } from "@/lib/passwords/schema";

/** *Forgotten your password?* */
export const forgottenPassword = z.strictObject({ id: typedId });

/** A new password by the link of a mail. `person` is chosen where the link is for several logins. */
export const passwordReset = z
  .strictObject({ token: linkToken, person: z._default(z.union([rowId, z.literal("")]), ""), password, repeat })
  .check(repeated);
