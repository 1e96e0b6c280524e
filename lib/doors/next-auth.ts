import "server-only";
import { getServerSession, type Session } from "next-auth";
import { isMember } from "@/lib/access/actor";
import { currentActor } from "@/lib/doors/current-actor";
import { cookieOptions } from "@/lib/doors/session-cookie";
import { cookieName } from "@/lib/doors/session-cookie-name.mjs";
import { env } from "@/lib/runtime/env.mjs";

/**
 * next-auth's session of the request under way: the person's name and email address, and when the session ends at the
 * latest. It is null until all steps of the login are complete. People log in and out by the pages only, so next-auth has
 * no provider, and sets no cookie. Steward looks for the person first, because next-auth would take a database that does
 * not answer for an ended session. Then this function throws.
 */
export async function currentSession(): Promise<Session | null> {
  const actor = await currentActor();
  if (!isMember(actor) || actor.credential.pendingStep) return null;
  const { name, email } = actor.principal;
  const expires = actor.credential.expiresAt.toISOString();
  const session = await getServerSession({
    secret: env.secret,
    cookies: { sessionToken: { name: cookieName, options: cookieOptions } },
    providers: [],
    // The cookie is no JWT. It carries the token of a session row, which `currentActor` has read.
    jwt: { decode: async () => ({}), encode: async () => "" },
    callbacks: { session: () => ({ user: { name, email } }) },
  });
  // For the code of pages, next-auth leaves out when a session ends.
  return session && { ...session, expires };
}
