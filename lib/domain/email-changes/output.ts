import "server-only";
import * as z from "zod/mini";
import { secret } from "@/lib/isomorphic/fields";

/** The ID and new email address of a link. Null if the link is invalid. */
export const linkedEmail = z.nullable(z.object({ signInId: z.string(), email: z.string() }));

/** The token to set a new password after taking an email address back. */
export const takenBack = z.object({ token: secret(z.string()) });

/** The account holder's ID and new email address. */
export const setEmail = z.object({ signInId: z.string(), email: z.string() });
