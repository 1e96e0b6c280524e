import * as z from "zod/mini";
import { holderFields } from "@/lib/domain/accounts/schema";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { password } from "@/lib/domain/passwords/schema";
import { emailField } from "@/lib/isomorphic/email-field";

/** *Create an account*, if an email confirms the address first. */
export const signUpDetails = z.strictObject({ ...holderFields, email: emailField });

export type SignUpDetails = z.output<typeof signUpDetails>;

/** The page of the link. The owner of the mailbox can correct the typed data, which may be a stranger's, and chooses a password. */
export const accountConfirmation = z.strictObject({ ...holderFields, token: linkToken, password });
