import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * The limit of password links that Administrators can send to an email address per hour. It counts per account. Otherwise an account could
 * use up another's limit by adding the address, and a wait would reveal that another account has it.
 */
export const passwordLinksTo = ({ accountId, emailKey }: { accountId: number; emailKey: string }) => ({
  key: limitKey(env.secret, "password link", `${accountId} ${emailKey}`),
  limit: 5,
  window: 3_600_000,
});
