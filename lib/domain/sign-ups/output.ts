import "server-only";
import * as z from "zod/mini";
import { secret } from "@/lib/isomorphic/fields";

/** What the new account holder's browser stores: the session, the mark of a known browser, and the language. */
export const madeAccount = z.object({ token: secret(z.string()), known: secret(z.string()), language: z.string() });
export type MadeAccount = z.output<typeof madeAccount>;

/** The data typed for the account of a link. */
export const signUpDetailsOutput = z.nullable(
  z.object({ firstName: z.string(), lastName: z.string(), organisation: z.string(), email: z.string() }),
);
