import "server-only";
import * as z from "zod/mini";
import { secret } from "@/lib/isomorphic/fields";

/** Whose address a link changes, and to which; null where it is good for nothing any more. */
export const linkedAddress = z.nullable(z.object({ signInId: z.string(), email: z.string() }));

/** The link with which somebody who took their address back sets a new password. */
export const takenBack = z.object({ token: secret(z.string()) });

/** Which holder has which address now. */
export const setAddress = z.object({ signInId: z.string(), email: z.string() });
