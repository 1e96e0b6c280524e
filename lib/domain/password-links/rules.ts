import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * The limit of password links that Administrators can send to an address per hour, per account. So an account cannot use up another's
 * limit by adding the address to its own users, and a wait does not reveal that another account has the address.
 */
export const passwordLinksTo = ({ accountId, emailKey }: { accountId: number; emailKey: string }) => ({
  key: limitKey(env.secret, "password link", `${accountId} ${emailKey}`),
  limit: 5,
  window: 3_600_000,
});
