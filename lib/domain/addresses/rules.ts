import "server-only";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/** An address as a mail to somebody else may name it: `j…@example.com`. */
export function maskedAddress(email: string): string {
  const [first = ""] = email;
  return `${first}…${email.slice(email.lastIndexOf("@"))}`;
}

/** Milliseconds before an address was changed in which whoever did it may have added factors of their own. */
export const suspectFor = 24 * 3_600_000;

/** Changes of address that one person may ask for in an hour. */
export const mostChanges = 5;

/** How often in an hour a holder is told that somebody typed their address elsewhere: each time leaves a line in their activity. */
export const noticesTo = ({ email, accountId }: { email: string; accountId: number }) => ({
  key: limitKey(env.secret, "taken address", `${accountId} ${emailKey(email)}`),
  limit: 3,
  window: 3_600_000,
});
