import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Db } from "@/lib/database/db";
import { isSpent, longest } from "@/lib/domain/two-factor/challenge";
import { seal, unseal } from "@/lib/security/seal";

/**
 * The secret of a new authenticator app, between the page that shows it and the code that comes back. The form carries it
 * sealed for its person, in their session, for an hour. An app that was added by it spends it (`spendOnce`).
 */

/** What the form carries. */
export const sealShown = (actor: Member, secret: string, now: Date) => seal(contextOf(actor), `${now.getTime() + longest} ${secret}`);

/** The secret of a form; null where it was shown to somebody else, in another session, too long ago, or an app was added by it. */
export async function openShown(db: Db, actor: Member, sealed: string, now: Date): Promise<string | null> {
  const [until, secret] = unseal(contextOf(actor), sealed)?.split(" ", 2) ?? [];
  if (!secret || Number(until) <= now.getTime()) return null;
  return (await isSpent(db, secret)) ? null : secret;
}

const contextOf = ({ personId, sessionId }: Member) => `new app ${personId} ${sessionId}`;
