import * as z from "zod/mini";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { emailAddress } from "@/lib/isomorphic/email-field";
import { typedId } from "@/lib/isomorphic/fields";

/** *Change email*. */
export const newAddress = z.strictObject({ email: emailAddress });

/** The operator sets a holder's address. */
export const holderAddress = z.strictObject({ id: typedId, email: emailAddress });

/** The page of a link that confirms an address, or that takes one back. */
export const addressLink = z.strictObject({ token: linkToken, purpose: z.enum(["confirm-address", "take-back"]) });
