import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limits";

/** Links for a new password that anybody can have sent to an address in an hour, and that an Administrator can. */
export const [mostAsked, mostSent] = [3, 5];

/**
 * Links for a new password count for the address that they go to, in each account by itself: nobody uses up those of
 * another account by adding the address to their own, nor sees by a wait that another account has it.
 */
export const passwordLinksTo = ({ accountId, emailKey }: { accountId: number; emailKey: string }, limit: number) => ({
  key: limitKey(env.secret, "password link", `${accountId} ${emailKey}`),
  limit,
  window: 3_600_000,
});
