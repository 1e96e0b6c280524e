import "server-only";
import { createHmac } from "node:crypto";

/**
 * The key of a limit. It hides the value, because people type passwords into the field for their ID.
 *
 * @param kind a constant of the program: what is counted
 * @param value the canonical form (folded, normalised)
 */
export function limitKey(secret: string, kind: string, value: string): string {
  return createHmac("sha256", secret).update(`${kind}\0${value}`).digest("base64url");
}
