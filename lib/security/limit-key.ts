import "server-only";
import { createHmac } from "node:crypto";

/**
 * The key of what is limited, from which nobody reads what it was: people type passwords into the field for their ID.
 *
 * @param kind a fixed word of the program: what is counted
 * @param value in the form in which it is one and the same (folded, normalised)
 */
export function limitKey(secret: string, kind: string, value: string): string {
  return createHmac("sha256", secret).update(`${kind}\0${value}`).digest("base64url");
}
