import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/env.mjs";

/** The session's cookie: it carries the random token and nothing else. Plain only on http://localhost. */
export const cookieName = env.secure ? "__Host-steward-session" : "steward-session";

/** Remembers, by keyed hashes, the people who signed in with this browser: their wrong tries count apart. */
export const knownCookieName = env.secure ? "__Host-steward-known" : "steward-known";

export const cookieOptions = {
  httpOnly: true,
  sameSite: "lax",
  path: "/",
  secure: env.secure,
} as const;

const yearInSeconds = 365 * 24 * 3600;

/** Hands the browser a new session. The browser forgets it when it closes; the server in any case after its hours. */
export async function setSessionCookies(started: { token: string; known: string }) {
  const jar = await cookies();
  jar.set(cookieName, started.token, cookieOptions);
  jar.set(knownCookieName, started.known, { ...cookieOptions, maxAge: yearInSeconds });
}
