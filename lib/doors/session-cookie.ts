import "server-only";
import { cookies } from "next/headers";
import { cookieName } from "@/lib/doors/session-cookie-name.mjs";
import { languageCookie } from "@/lib/i18n/choose-language.mjs";
import { env } from "@/lib/runtime/env.mjs";

/** The cookie with the keyed marks of people who logged in with this browser. Their wrong attempts count separately. */
export const knownCookieName = env.secure ? "__Host-steward-known" : "steward-known";

export const cookieOptions = {
  httpOnly: true,
  sameSite: "lax",
  path: "/",
  secure: env.secure,
} as const;

/** The cookie that notes a password with a blank at an end. It lives until the next page. */
const blankCookieName = env.secure ? "__Host-steward-blank" : "steward-blank";
const untilNextPage = 15;

/** Without JavaScript, the next page points out a blank at an end of a new password. A cookie says so, because logs would keep a URL. */
export async function rememberBlankEnd(): Promise<void> {
  (await cookies()).set(blankCookieName, "1", { ...cookieOptions, maxAge: untilNextPage });
}

/** Whether the page should point it out. */
export const hasBlankEndCookie = async (): Promise<boolean> => (await cookies()).has(blankCookieName);

const yearInSeconds = 365 * 24 * 3600;

/** Gives the browser a session's new token and marks. The browser forgets the session when it closes, the server after its hours. */
export async function setSessionCookies({ token, known }: { token?: string; known?: string | null }): Promise<void> {
  const jar = await cookies();
  if (token) jar.set(cookieName, token, cookieOptions);
  if (known) jar.set(knownCookieName, known, { ...cookieOptions, maxAge: yearInSeconds });
}

/** Gives the browser a new session, and sets its language if the person chose one. */
export async function setLoginCookies(started: { token: string; known: string; language: string }): Promise<void> {
  await setSessionCookies(started);
  if (started.language) await setLanguageCookie(started);
}

/**
 * Sets the language that a person chose in this browser, for the pages before log-in too. An empty choice follows the browser. A profile
 * that was saved without a choice of language leaves it unchanged.
 */
export async function setLanguageCookie({ language }: { language?: string }): Promise<void> {
  const jar = await cookies();
  if (language) jar.set(languageCookie, language, { ...cookieOptions, maxAge: yearInSeconds });
  else if (language === "") jar.set(languageCookie, "", { ...cookieOptions, maxAge: 0 });
}

/** Deletes the session's cookie. The mark of a known browser stays. */
export async function deleteSessionCookie(): Promise<void> {
  (await cookies()).set(cookieName, "", { ...cookieOptions, maxAge: 0 });
}
