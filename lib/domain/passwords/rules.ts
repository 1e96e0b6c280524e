import "server-only";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import { invalid, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";
import { hashPassword, judgePassword } from "@/lib/security/password-hash";

/** The owner of a password: words that must not make it up. */
export type Owner = { login?: string; email: string; names?: string[]; digitalId?: string; handle?: string };

/**
 * Checks a new password and hashes it, or says at its field why it is too weak. zxcvbn rates it with the owner's own words, and a
 * dictionary of common and breached passwords.
 */
export async function acceptPassword(password: string, owner: Owner): Promise<{ hash: string } | Refusal> {
  const { reason } = await judgePassword(password, wordsOf(owner));
  return reason ? invalid({ password: sentence(reason) }) : { hash: await hashPassword(password) };
}

/** The message for a wrong current password. */
export const notCurrent = (typed: string): Sentence =>
  sentence(hasBlankEnd(typed) ? "errors.password.current_blank" : "errors.password.current");

/** The owner's words that must not make up the password. */
export function wordsOf({ login, email, names = [], digitalId, handle }: Owner): string[] {
  return [login, email, ...names, digitalId, handle, env.brand].filter((word): word is string => Boolean(word));
}
