import { logInPath } from "@/lib/isomorphic/log-in-url.mjs";
import { isWellFormed } from "@/lib/isomorphic/url.mjs";
import type { PendingStep } from "@/lib/policy";

/** Every path of the panel, in one place. */
export const paths = {
  logIn: logInPath,
  newPassword: "/login/new-password",
  verify: "/login/verify",
  verifyAgain: "/login/verify/again",
  verification: "/login/verify/methods",
  enrol: "/login/enrol",
  confirmEnrolment: "/login/enrol/confirm",
  forgotten: "/login/forgotten",
  reset: "/login/reset",
  confirmEmail: "/login/confirm-address",
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

/** The path of the users list after adding a user. The page says that the user was added, or already existed because the form was repeated. */
export const userAdded = ({ login, repeated }: { login: string; repeated: boolean }) =>
  `${paths.users}?${new URLSearchParams({ added: login, ...(repeated && { repeated: "1" }) })}`;

/** The activity of one person: what they did, and what others did to them. */
export const activityOf = (login: string) => `${paths.activity}?person=${encodeURIComponent(login)}`;

/** The path of an email that Steward sent. */
export const emailPath = (id: string) => `${paths.emails}/${id}`;

/** The path of a service. */
export const servicePath = (id: string) => `${paths.services}/${id}`;

/** The page of the step that a person still has to complete; Home if there is none. */
export const onwardOf = (debt: PendingStep | null) => (debt === null ? paths.home : pathOfStep[debt]);

const pathOfStep = {
  "second-factor": paths.verify,
  password: paths.newPassword,
  enrolment: paths.enrol,
} as const satisfies Record<PendingStep, string>;

/** Where a person goes after logging in: to the step that they still have to complete, else to the page that they asked for. */
export function entryOf({ pendingStep, next }: { pendingStep: PendingStep | null; next: string }): string {
  const inner = innerPath(next);
  if (pendingStep === "second-factor" && inner) return `${paths.verify}?next=${encodeURIComponent(inner)}`;
  return pendingStep ? onwardOf(pendingStep) : (inner ?? paths.home);
}

/** Where a form leads after saving without JavaScript: back to its setting, which confirms it. */
export const savedAt = (page: string, setting: string) => `${page}?saved=${setting}#${setting}`;

/** Where the panel's pages are; Home is not below them. */
const sections: readonly string[] = [paths.account, paths.services];

/** Paths there that answer scripts, and are no pages. */
const routes: readonly string[] = [paths.findUsers, paths.findServices, paths.confirmAgain];

/**
 * The path if it is a page of the panel, else null. It never leads to another origin, however it is written (`//elsewhere`,
 * `/\elsewhere`, `javascript:`, control characters that a browser drops).
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
