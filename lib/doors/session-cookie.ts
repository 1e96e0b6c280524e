import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { languageCookie } from "@/lib/i18n/choose-language.mjs";
import { innerPath, onwardOf, paths } from "@/lib/isomorphic/paths";
import { done } from "@/lib/isomorphic/result";
import type { Debt } from "@/lib/policy";
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

/** What of the browser's cookies is another from now on. */
type Handed = { token?: string; known?: string | null };

/** Hands the browser a new session. The browser forgets it when it closes; the server in any case after its hours. */
async function setSessionCookies({ token, known }: Handed) {
  const jar = await cookies();
  if (token) jar.set(cookieName, token, cookieOptions);
  if (known) jar.set(knownCookieName, known, { ...cookieOptions, maxAge: yearInSeconds });
}

type Started = { token: string; known: string; owes: Debt | null; personId: string; next: string; language: string };

/** Gives the browser its new session and leads on: to what is owed, or to where the person was going. */
export async function enter(started: Started): Promise<never> {
  await setSessionCookies(started);
  if (started.language) await keepLanguage(started);
  const next = innerPath(started.next);
  if (started.owes === "second-factor" && next) redirect(`${paths.verify}?next=${encodeURIComponent(next)}`);
  redirect(started.owes ? onwardOf(started.owes) : (next ?? paths.home));
}

/** Gives the browser its new session and leads nowhere: the page that asked compares who it is now with who it was. */
export async function stay(started: Pick<Started, "token" | "known" | "owes" | "personId">): Promise<Response> {
  await setSessionCookies(started);
  return Response.json(done({ personId: started.personId, owes: started.owes }));
}

/** Gives the holder of a new account their session, and leads to User management, where their digital ID stands. */
export async function welcome(created: { token: string; known: string; language: string }): Promise<null> {
  await setSessionCookies(created);
  if (created.language) await keepLanguage(created);
  redirect(`${paths.users}?welcome=1`);
}

/** Hands the browser its session's new token, and the marks by which it is known, and gives the page what else was done. */
export async function renew<T extends Handed>({ token, known, ...rest }: T): Promise<Omit<T, keyof Handed>> {
  await setSessionCookies({ token, known });
  return rest;
}

/** The same, for a page that stays open. */
export const renewed = async (value: Handed): Promise<Response> => Response.json(done(await renew(value)));

/**
 * Has this browser speak the language that was chosen, before the next sign-in too. None chosen: as the browser says.
 * A profile that was saved without a choice of language leaves it as it is.
 */
export async function keepLanguage({ language }: { language?: string }): Promise<null> {
  const jar = await cookies();
  if (language) jar.set(languageCookie, language, { ...cookieOptions, maxAge: yearInSeconds });
  else if (language === "") jar.set(languageCookie, "", { ...cookieOptions, maxAge: 0 });
  return null;
}

/** Leads back to where somebody sets up the factor that they owe. */
export async function goOnEnrolling(): Promise<never> {
  redirect(paths.enrol);
}

/** Leads into the panel, which has just opened. */
export async function goHome(opened: Handed): Promise<never> {
  await renew(opened);
  redirect(paths.home);
}

/** Leads back to the page of the link, which says that the address is changed: the link itself is used up. */
export async function sayConfirmed(): Promise<never> {
  redirect(`${paths.confirmAddress}?done=1`);
}

/** Leads on to the new password, which an address that was taken back asks for. */
export async function goToReset({ token }: { token: string }): Promise<never> {
  redirect(`${paths.reset}?${new URLSearchParams({ token })}`);
}

/** Leads to the log-in page, with the ID filled in: a new password opens nothing by itself. */
export async function goToLogIn({ id, activated }: { id: string; activated: boolean }): Promise<never> {
  redirect(`${paths.logIn}?${new URLSearchParams({ id, set: activated ? "first" : "new" })}`);
}

/** Takes the session's cookie away and clears what the browser kept, but for the mark of a known browser. */
export async function leave(): Promise<Response> {
  (await cookies()).set(cookieName, "", { ...cookieOptions, maxAge: 0 });
  return new Response(null, {
    status: 303,
    headers: { Location: `${paths.logIn}?out=1`, "Clear-Site-Data": '"cache", "storage"' },
  });
}
