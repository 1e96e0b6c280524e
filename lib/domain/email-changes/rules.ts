import "server-only";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/** Masks an email address for emails to other addresses: `j…@example.com`. */
export function maskEmail(email: string): string {
  const [first = ""] = email;
  return `${first}…${email.slice(email.lastIndexOf("@"))}`;
}

/** Milliseconds before a change of email address in which an attacker may have added verification methods. */
export const suspectFor = 24 * 3_600_000;

/** How many changes of email address a person can request per hour. */
export const mostChanges = 5;

/** The limit of notices per hour to an account holder whose email address was typed elsewhere. Each notice also writes an activity entry. */
export const noticesTo = ({ email, accountId }: { email: string; accountId: number }) => ({
  key: limitKey(env.secret, "taken address", `${accountId} ${emailKey(email)}`),
  limit: 3,
  window: 3_600_000,
});
