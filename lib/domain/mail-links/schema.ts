import * as z from "zod/mini";
import { key, secret } from "@/lib/isomorphic/fields";

/** What a link of a mail is for. One of a purpose is good for nothing else. */
export const purposes = ["reset", "activation", "sign-up", "confirm-address", "take-back", "enrol"] as const;
export type Purpose = (typeof purposes)[number];

/** Links of a person that a new password makes void. *It was not me* stays good: whoever took the login over sets one too. */
export const voidByPassword = ["reset", "activation", "confirm-address"] as const satisfies Purpose[];

/** Links of a person that went to their address, and are void with another. No new address makes *It was not me* void. */
export const voidByAddress = [...voidByPassword, "enrol"] as const satisfies Purpose[];

/** Links of a person that are void where they are disabled or removed. */
export const voidByShuttingOut = [...voidByAddress, "take-back"] as const satisfies Purpose[];

/** What stands in the address that a mail names. Whatever it is, only a good one finds its link. */
export const linkToken = secret(z.string(key("errors.malformed")).check(z.maxLength(200, key("errors.malformed"))));

/** A page that a link leads to, and a form that uses it up. */
export const byToken = z.strictObject({ token: linkToken });
