import "server-only";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import { invalid, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";
import { hashPassword, judgePassword } from "@/lib/security/password-hash";

/** Whose password it is to be: words that must not make it up. */
export type Owner = { login?: string; email: string; names?: string[]; digitalId?: string; handle?: string };

/**
 * The hash of a password that is good enough for this person, or the reason why it is not, under its field. zxcvbn
 * judges it with the person's own words, and a dictionary of common and breached ones.
 */
export async function acceptPassword(password: string, owner: Owner): Promise<{ hash: string } | Refusal> {
  const { reason } = await judgePassword(password, wordsOf(owner));
  return reason ? invalid({ password: sentence(reason) }) : { hash: await hashPassword(password) };
}

/** What is said of a password that is not the one that they have. */
export const notCurrent = (typed: string): Sentence => sentence(hasBlankEnd(typed) ? "errors.password.current_blank" : "errors.password.current");

/** The words of a person that a password must not be made of. */
export function wordsOf({ login, email, names = [], digitalId, handle }: Owner): string[] {
  return [login, email, ...names, digitalId, handle, env.brand].filter((word): word is string => Boolean(word));
}
