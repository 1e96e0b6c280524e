import { isWellFormed } from "@/lib/isomorphic/url.mjs";
import type { Debt } from "@/lib/policy";

/** Every address of the panel, in one place. */
export const paths = {
  logIn: "/login",
  newPassword: "/login/new-password",
  verify: "/login/verify",
  verifyAgain: "/login/verify/again",
  verification: "/login/verify/methods",
  enrol: "/login/enrol",
  confirmEnrolment: "/login/enrol/confirm",
  forgotten: "/login/forgotten",
  reset: "/login/reset",
  confirmAddress: "/login/confirm-address",
  notMe: "/login/not-me",
  logInAgain: "/login/again",
  newPasswordAgain: "/login/new-password/again",
  texts: "/texts",
  logOut: "/logout",
  signUp: "/signup",
  confirmSignUp: "/signup/confirm",
  home: "/",
  account: "/account",
  security: "/account/security",
  history: "/account/security/history",
  confirm: "/account/security/confirm",
  confirmAgain: "/account/security/confirm/again",
  emails: "/account/emails",
  users: "/account/users",
  findUsers: "/account/users/find",
  addUser: "/account/users/new",
  activity: "/account/activity",
  services: "/services",
  findServices: "/services/find",
} as const;

/** The list of users, which tells that this one was added; or that they were before, and the form was a repetition. */
export const userAdded = ({ login, repeated }: { login: string; repeated: boolean }) =>
  `${paths.users}?${new URLSearchParams({ added: login, ...(repeated && { repeated: "1" }) })}`;

/** The activity of one person of the account: what they did, and what was done to them. */
export const activityOf = (login: string) => `${paths.activity}?person=${encodeURIComponent(login)}`;

/** The address of a mail that somebody was sent. */
export const emailPath = (id: string) => `${paths.emails}/${id}`;

/** The address of a service. */
export const servicePath = (id: string) => `${paths.services}/${id}`;

/** Where somebody goes on who owes this, or nothing. */
export const onwardOf = (debt: Debt | null) => (debt === null ? paths.home : whereOwed[debt]);

const whereOwed = { "second-factor": paths.verify, password: paths.newPassword, enrolment: paths.enrol } as const satisfies Record<Debt, string>;

/** Where somebody goes on who has just come in: to what they owe, else to where they were going. */
export function entryOf({ owes, next }: { owes: Debt | null; next: string }): string {
  const inner = innerPath(next);
  if (owes === "second-factor" && inner) return `${paths.verify}?next=${encodeURIComponent(inner)}`;
  return owes ? onwardOf(owes) : (inner ?? paths.home);
}

/** Where a form of a page leads that was saved without JavaScript: back to its setting, which says so. */
export const savedAt = (page: string, setting: string) => `${page}?saved=${setting}#${setting}`;

/** Where the panel's pages are, besides its home. */
const sections: readonly string[] = [paths.account, paths.services];

/** What answers a page's script there, and is no page. */
const routes: readonly string[] = [paths.findUsers, paths.findServices, paths.confirmAgain];

/** The address of the log-in page that leads back to where the person was going. */
export function logInFor(wanted: string): string {
  // Next's script adds it to an address that it asks for in the background.
  const address = wanted.replace(/([?&])_rsc=[^&#]*&?/, "$1").replace(/[?&]$/, "");
  return address === "/" || !address ? paths.logIn : `${paths.logIn}?next=${encodeURIComponent(address)}`;
}

/**
 * An address inside the application, or null: never another origin, however it is written (`//elsewhere`, `/\elsewhere`,
 * `javascript:`, control characters that a browser drops), and none but the panel's own pages.
 */
export function innerPath(wanted: unknown): string | null {
  if (typeof wanted !== "string" || wanted.length > 2000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return null;
  const base = "http://inside.invalid";
  if (!URL.canParse(wanted, base)) return null;
  const url = new URL(wanted, base);
  const { pathname } = url;
  if (url.origin !== base || !isWellFormed(pathname + url.search)) return null;
  const isSection = sections.some((section) => pathname === section || pathname.startsWith(`${section}/`));
  return (isSection && !routes.includes(pathname)) || pathname === paths.home ? pathname + url.search + url.hash : null;
}
