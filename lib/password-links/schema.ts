import * as z from "zod/mini";
import { rowId } from "@/lib/fields";
import { linkToken } from "@/lib/links/schema";
import { password, repeat, repeated } from "@/lib/passwords/schema";

/** *Forgotten your password?* What is typed as an ID is understood later, so that every answer is the same. */
export const forgottenPassword = z.strictObject({
  id: z.string("errors.malformed").check(z.trim(), z.minLength(1, "errors.id.required"), z.maxLength(320, "errors.id.long")),
});

/** A new password by the link of a mail. `person` is chosen where the link is for several logins. */
export const passwordReset = z
  .strictObject({ token: linkToken, person: z._default(z.union([rowId, z.literal("")]), ""), password, repeat })
  .check(repeated);
