import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { isSpent, longest } from "@/lib/domain/two-factor/challenge";
import { decrypt, encrypt } from "@/lib/security/encryption";

/**
 * The secret of a new authenticator app, between the page that shows it and the code that confirms it. The form carries the secret,
 * encrypted for one person and session, for an hour. Adding the app uses it up (`spendOnce`).
 */

/** Encrypts a secret for the form. */
export const encryptAppSecret = (actor: Member, secret: string, now: Date) =>
  encrypt(contextOf(actor), `${now.getTime() + longest} ${secret}`);

/** Decrypts the form's secret. Null if it belongs to another person or session, is expired, or was used to add an app. */
export async function decryptAppSecret(
  auth: Authorized<"factors.ask-new-app" | "factors.add-app">,
  encrypted: string,
): Promise<string | null> {
  const [until, secret] = decrypt(contextOf(auth.actor), encrypted)?.split(" ", 2) ?? [];
  if (!secret || Number(until) <= auth.now.getTime()) return null;
  return (await isSpent(auth, secret)) ? null : secret;
}

const contextOf = ({ principal, credential }: Member) => `new app ${principal.personId} ${credential.sessionId}`;
