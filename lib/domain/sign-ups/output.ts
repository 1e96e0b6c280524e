import "server-only";
import * as z from "zod/mini";
import { secret } from "@/lib/isomorphic/fields";

/** What the browser of a new account's holder keeps: the session, the marks by which it is known, and the language. */
export const madeAccount = z.object({ token: secret(z.string()), known: secret(z.string()), language: z.string() });
export type MadeAccount = z.output<typeof madeAccount>;

/** What was typed for an account that a link makes. */
export const askedAccount = z.nullable(z.object({ firstName: z.string(), lastName: z.string(), organisation: z.string(), email: z.string() }));
