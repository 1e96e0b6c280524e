import * as z from "zod/mini";
import { holderFields } from "@/lib/domain/accounts/schema";
import { linkToken } from "@/lib/domain/mail-links/schema";
import { password } from "@/lib/domain/passwords/schema";
import { emailAddress } from "@/lib/isomorphic/email-field";

/** *Create an account*, where a mail confirms the address first. */
export const accountRequest = z.strictObject({ ...holderFields, email: emailAddress });

export type AccountRequest = z.output<typeof accountRequest>;

/** The page of its link: what was typed, perhaps by somebody else, as whoever has the mailbox wants it; and their password. */
export const accountConfirmation = z.strictObject({ ...holderFields, token: linkToken, password });
