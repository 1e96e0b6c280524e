import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * Links for a new password that Administrators can have sent to an address in an hour, in each account by itself: nobody uses
 * up those of another account by adding the address to their own, nor sees by a wait that another account has it.
 */
export const passwordLinksTo = ({ accountId, emailKey }: { accountId: number; emailKey: string }) => ({
  key: limitKey(env.secret, "password link", `${accountId} ${emailKey}`),
  limit: 5,
  window: 3_600_000,
});
