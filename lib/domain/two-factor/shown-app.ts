import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { isSpent, longest } from "@/lib/domain/two-factor/challenge";
import { seal, unseal } from "@/lib/security/seal";

/**
 * The secret of a new authenticator app, between the page that shows it and the code that comes back. The form carries it
 * sealed for its person, in their session, for an hour. An app that was added by it spends it (`spendOnce`).
 */

/** What the form carries. */
export const sealShown = (actor: Member, secret: string, now: Date) => seal(contextOf(actor), `${now.getTime() + longest} ${secret}`);

/** The secret of a form; null where it was shown to somebody else, in another session, too long ago, or an app was added by it. */
export async function openShown(auth: Authorized<"factors.ask-new-app" | "factors.add-app">, sealed: string): Promise<string | null> {
  const [until, secret] = unseal(contextOf(auth.actor), sealed)?.split(" ", 2) ?? [];
  if (!secret || Number(until) <= auth.now.getTime()) return null;
  return (await isSpent(auth, secret)) ? null : secret;
}

const contextOf = ({ principal, credential }: Member) => `new app ${principal.personId} ${credential.sessionId}`;
