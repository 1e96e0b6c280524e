import "server-only";
import { cookies } from "next/headers";
import { languageCookie } from "@/lib/i18n/choose-language.mjs";
import { env } from "@/lib/runtime/env.mjs";

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

/** Says that the password which a form set begins or ends with a blank. The cookie lives for the page that comes next. */
const blankCookieName = env.secure ? "__Host-steward-blank" : "steward-blank";
const untilNextPage = 15;

/** Where a form without JavaScript set a password with a blank at an end, the next page says so: in no address, which logs would keep. */
export async function noteBlankEnd(): Promise<void> {
  (await cookies()).set(blankCookieName, "1", { ...cookieOptions, maxAge: untilNextPage });
}

/** Whether the page is to say it. */
export const isBlankNoted = async (): Promise<boolean> => (await cookies()).has(blankCookieName);

const yearInSeconds = 365 * 24 * 3600;

/** Hands the browser a session's new token, and the marks by which it is known. The browser forgets the session when it closes; the server in any case after its hours. */
export async function keepSession({ token, known }: { token?: string; known?: string | null }): Promise<void> {
  const jar = await cookies();
  if (token) jar.set(cookieName, token, cookieOptions);
  if (known) jar.set(knownCookieName, known, { ...cookieOptions, maxAge: yearInSeconds });
}

/** Hands the browser a session that has just begun, and has it speak the person's language if they chose one. */
export async function keepEntry(started: { token: string; known: string; language: string }): Promise<void> {
  await keepSession(started);
  if (started.language) await keepLanguage(started);
}

/**
 * Has this browser speak the language that was chosen, before the next sign-in too. None chosen: as the browser says.
 * A profile that was saved without a choice of language leaves it as it is.
 */
export async function keepLanguage({ language }: { language?: string }): Promise<void> {
  const jar = await cookies();
  if (language) jar.set(languageCookie, language, { ...cookieOptions, maxAge: yearInSeconds });
  else if (language === "") jar.set(languageCookie, "", { ...cookieOptions, maxAge: 0 });
}

/** Takes the session's cookie away. The mark of a known browser stays. */
export async function forgetSession(): Promise<void> {
  (await cookies()).set(cookieName, "", { ...cookieOptions, maxAge: 0 });
}
