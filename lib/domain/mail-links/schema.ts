import * as z from "zod/mini";
import { key, secret } from "@/lib/isomorphic/fields";

/** The purposes of emailed links. A link works only for its own purpose. */
export const purposes = ["reset", "activation", "sign-up", "confirm-address", "take-back", "enrol"] as const;
export type Purpose = (typeof purposes)[number];

/** Links that a new password voids. *It was not me* stays valid, because an attacker who took over the login sets a password too. */
export const voidByPassword = ["reset", "activation", "confirm-address"] as const satisfies Purpose[];

/** Links that a new email address voids. Never *It was not me*. */
export const voidByEmailChange = [...voidByPassword, "enrol"] as const satisfies Purpose[];

/** Links that disabling or removing a user voids. */
export const voidByDisabling = [...voidByEmailChange, "take-back"] as const satisfies Purpose[];

/** The token in the URL of an email. Accepts any text: only a valid token finds its link. */
export const linkToken = secret(z.string(key("errors.malformed")).check(z.maxLength(200, key("errors.malformed"))));

/** The input of a page behind a link, and of the form that uses the link up. */
export const byToken = z.strictObject({ token: linkToken });
