import * as z from "zod/mini";
import { addressParams } from "@/lib/isomorphic/fields";

/** With what somebody comes in: the password alone, a factor after it, or a passkey by itself. */
export const signInMethods = ["password", "app", "key", "code", "passkey"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** What became of it. `factor-asked`: the password was right, and a second factor was asked for. */
export const signInOutcomes = ["done", "factor-asked", "wrong-password", "wrong-code", "disabled"] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** A page of the login history, as the address asks for it: it is never refused, only read as far as it means something. */
export const historyQuery = z.pipe(
  addressParams,
  z.transform(({ cursor: given = "" }) => {
    const cursor = typeof given === "string" && given.length <= 512 ? given : "";
    return { cursor, misread: cursor !== given };
  }),
);
