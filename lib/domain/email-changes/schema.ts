import * as z from "zod/mini";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { emailField } from "@/lib/isomorphic/email-field";
import { typedId } from "@/lib/isomorphic/fields";

/** *Change email*. */
export const newEmail = z.strictObject({ email: emailField });

/** An account holder's email address, set by the operator. */
export const holderEmail = z.strictObject({ id: typedId, email: emailField });

/** The page of a link that confirms an email address or takes one back. */
export const emailLink = z.strictObject({ token: linkToken, purpose: z.enum(["confirm-address", "take-back"]) });
