import "server-only";
import { isUniqueViolation } from "@/lib/database/db";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";

/** The fields of a new account and its holder. */
export type NewAccount = {
  firstName: string;
  lastName: string;
  organisation: string;
  email: string;
  password: string;
  language: string;
};

/** Checks the password and language of a new account holder, and hashes the password. */
export async function acceptHolder({ password, ...holder }: NewAccount) {
  const unknown = refuseUnknownLanguage(holder.language);
  if (unknown) return unknown;
  const accepted = await acceptPassword(password, {
    email: holder.email,
    names: [holder.firstName, holder.lastName, holder.organisation],
  });
  return isRefusal(accepted) ? accepted : { ...holder, passwordHash: accepted.hash };
}

/** Explains a violated constraint of a new account. `taken`: the refusal if another account holder has the email address. */
export function violatedBy(taken: Refusal) {
  return (error: unknown): Refusal | null => {
    if (isUniqueViolation(error, "emailKey")) return taken;
    // Another sign-up drew the same random value at the same time. A second try draws a new one.
    if (isUniqueViolation(error, "digitalId") || isUniqueViolation(error, "handle")) return refuse("unavailable");
    return null;
  };
}

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`;
