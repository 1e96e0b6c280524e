import * as z from "zod/mini";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { emailAddress } from "@/lib/isomorphic/email-field";
import { typedId } from "@/lib/isomorphic/fields";

/** *Change email*. */
export const newAddress = z.strictObject({ email: emailAddress });

/** An account holder's address, set by the operator. */
export const holderAddress = z.strictObject({ id: typedId, email: emailAddress });

/** The page of a link that confirms an address or takes one back. */
export const addressLink = z.strictObject({ token: linkToken, purpose: z.enum(["confirm-address", "take-back"]) });
