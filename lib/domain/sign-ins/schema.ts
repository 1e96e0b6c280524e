import * as z from "zod/mini";
import { queryParams } from "@/lib/isomorphic/fields";

/** How a person logs in: with the password alone, a second step after it, or only a passkey. */
export const signInMethods = ["password", "app", "key", "code", "passkey"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** The result of a login try. `factor-asked`: the password was correct, and the second step follows. */
export const signInOutcomes = ["done", "factor-asked", "wrong-password", "wrong-code", "disabled"] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** The query of the login history. Never refused: an invalid cursor counts as none. */
export const historyQuery = z.pipe(
  queryParams,
  z.transform(({ cursor: given = "" }) => {
    const cursor = typeof given === "string" && given.length <= 512 ? given : "";
    return { cursor, misread: cursor !== given };
  }),
);
