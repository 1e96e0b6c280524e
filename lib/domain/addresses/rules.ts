import "server-only";
import { emailKey } from "@/lib/isomorphic/identifiers";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limits";

/** An address as a mail to somebody else may name it: `j…@example.com`. */
export function maskedAddress(email: string): string {
  const [first = ""] = email;
  return `${first}…${email.slice(email.lastIndexOf("@"))}`;
}

/** Milliseconds before an address was changed in which whoever did it may have added factors of their own. */
export const suspectFor = 24 * 3_600_000;

/** Changes of address that one person may ask for in an hour. */
export const mostChanges = 5;

/**
 * Mails that one address gets in an hour because somebody typed it, whoever it was and whether or not it is taken: a
 * stranger's mailbox is not to be filled from here.
 */
export const mailsTo = (email: string) => ({ key: limitKey(env.secret, "typed address", emailKey(email)), limit: 3, window: 3_600_000 });
