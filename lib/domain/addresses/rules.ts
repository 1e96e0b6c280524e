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
 * Mails of one account, or of none yet (a sign-up), that an address gets in an hour because somebody typed it: a stranger's
 * mailbox is not to be filled from here. Each account's count by themselves, so that none uses up those of another.
 */
export const mailsTo = (email: string, accountId: number | null) => typed("typed address", email, accountId);

/** Notices that a holder gets in an hour because somebody typed their address elsewhere. */
export const noticesTo = ({ email, accountId }: { email: string; accountId: number }) => typed("taken address", email, accountId);

const typed = (kind: string, email: string, accountId: number | null) => ({
  key: limitKey(env.secret, kind, `${accountId ?? ""} ${emailKey(email)}`),
  limit: 3,
  window: 3_600_000,
});
