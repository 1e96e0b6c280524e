import "server-only";
import { isUniqueViolation } from "@/lib/database/db";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";

/** What the form of a new account says of it and its holder. */
export type NewAccount = { firstName: string; lastName: string; organisation: string; email: string; password: string; language: string };

/** The holder with the hash of their password, where the password and the language will do. */
export async function acceptHolder({ password, ...holder }: NewAccount) {
  const unknown = refuseUnknownLanguage(holder.language);
  if (unknown) return unknown;
  const accepted = await acceptPassword(password, {
    email: holder.email,
    names: [holder.firstName, holder.lastName, holder.organisation],
  });
  return isRefusal(accepted) ? accepted : { ...holder, passwordHash: accepted.hash };
}

/** What a new account violates: `taken` where it is that the holder's address is another's. */
export function violatedBy(taken: Refusal) {
  return (error: unknown): Refusal | null => {
    if (isUniqueViolation(error, "emailKey")) return taken;
    // Somebody drew the same at the same moment: another try draws another.
    if (isUniqueViolation(error, "digitalId") || isUniqueViolation(error, "handle")) return refuse("unavailable");
    return null;
  };
}

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`;
