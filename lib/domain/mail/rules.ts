import "server-only";
import type { Person } from "@/lib/access/actor";
import {
  linkKinds,
  mailKinds,
  problems,
  type Fact,
  type LinkKind,
  type MailKind,
  type MailParams,
  type Problem,
} from "@/lib/domain/mail/schema";
import type { Messages } from "@/lib/i18n/messages/en.mjs";
import { yearBefore } from "@/lib/isomorphic/days";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

/** Where the link of each kind of email leads, and for how many hours it is valid. */
export const links = {
  reset: { path: paths.reset, hours: 1 },
  "reset-by-administrator": { path: paths.reset, hours: 1 },
  activation: { path: paths.reset, hours: 72 },
  "sign-up": { path: paths.confirmSignUp, hours: 1 },
  "confirm-address": { path: paths.confirmEmail, hours: 1 },
  "address-changed": { path: paths.notMe, hours: 7 * 24 },
  enrol: { path: paths.confirmEnrolment, hours: 1 },
} as const satisfies Record<LinkKind, { path: string; hours: number }>;

/** The URL in an email. Always with the configured origin, never with a request's host. */
export const linkUrl = (kind: LinkKind, token: string) =>
  `${env.origin}${links[kind].path}?token=${encodeURIComponent(token)}`;

/** Emails that do not concern the security of a login. A person can turn them off. */
const notSecurity: readonly MailKind[] = ["enabled", "codes-low", "privilege-changed"];

/** Whether a person gets this kind of email. With `fewerNotices`, only those about security. */
export const isWanted = (kind: MailKind, fewerNotices: boolean) => !(fewerNotices && notSecurity.includes(kind));

/** Notices to very many people at once. */
const toEverybody: readonly MailKind[] = ["two-factor-required", "two-factor-released"];

/** The order of due emails: links that a user waits for, then notices, then notices to many people. */
export const ranks = [0, 1, 2] as const;
export const rankOf = (kind: MailKind): (typeof ranks)[number] =>
  (linkKinds as readonly MailKind[]).includes(kind) ? 0 : toEverybody.includes(kind) ? 2 : 1;

/** Emails that a typed ID or email address triggers, perhaps without the owner's knowledge. */
const askedFor: readonly MailKind[] = [
  "reset",
  "reset-by-administrator",
  "activation",
  "sign-up",
  "address-taken",
  "confirm-address",
];

/** The email to take back an old address is sent at once. A person cannot cause many of them per hour. */
const urgent: readonly MailKind[] = ["address-changed"];

/**
 * Whether an email is rate limited (lib/domain/mail/rate-limit.ts): emails that a person requested, and all emails to an unconfirmed
 * email address. Notices to a confirmed address never wait.
 */
export const isRateLimited = (kind: MailKind, proved: boolean) =>
  askedFor.includes(kind) || (!proved && !urgent.includes(kind));

/**
 * Whether a kind has its own rate limit. Users cannot continue without this email, so other emails must not use up its limit. Only
 * the user can request it, after typing their password, five times an hour.
 */
export const hasOwnRateLimit = (kind: MailKind) => kind === "enrol";

/** Emails that people of an account cause for others. Strangers and the program cause the rest, which counts for no account. */
const causedInAccount: readonly MailKind[] = [
  "activation",
  "reset-by-administrator",
  "confirm-address",
  "password-set",
  "address-set",
  "two-factor-reset",
  "disabled",
  "enabled",
  "privilege-changed",
  "sessions-ended",
];
export const countsForAccount = (kind: MailKind) => causedInAccount.includes(kind);

/** Emails per hour to one address, and to all addresses together that one account typed. */
export const [mostPerRecipient, mostOfAccount] = [3, 100];
export const longestWindow = 3_600_000;

/** Facts that people can write freely: usernames, names, and the domain of an email address. */
const written: readonly Fact[] = ["id", "ids", "account", "who", "name", "newAddress"];

/**
 * The facts for an email to an unconfirmed address, which may be a stranger's. Leaves out all freely written facts, so that nobody can
 * send their own text there. Names the account by its digital ID, which nobody can choose.
 */
export const withoutWords = (params: MailParams, digitalId: string): MailParams => ({
  ...Object.fromEntries(Object.entries(params).filter(([name]) => !(written as readonly string[]).includes(name))),
  account: digitalId,
});

const minute = 60_000;

/** The lease of an email. Must be longer than the longest sending. */
export const leaseFor = 5 * minute;

/** The waits after each temporary failure; then six hours each, until three days are over. */
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);
const [lastWait, longestTried] = [360 * minute, 3 * 24 * 60 * minute];

/** When to try again after so many attempts. Null: give up. */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const before = Array.from({ length: attempts - 1 }, (_, at) => waits[at] ?? lastWait).reduce(
    (sum, wait) => sum + wait,
    0,
  );
  const wait = waits[attempts - 1] ?? lastWait;
  return before + wait <= longestTried ? new Date(now.getTime() + wait) : null;
}

/** An email that may have been sent already is tried only once more, so it arrives at most twice. */
export const isTooUncertain = (unsure: number) => unsure > 1;

/** Why an email is late or failed, without the mail server's code. Null without a problem. */
export function problemOf({ problem }: { problem: string }): Problem | null {
  const [reason] = problem.split(" ", 1);
  return problems.find((known) => known === reason) ?? null;
}

/** Emails from before this time are deleted: Steward keeps them for twelve months. */
export const deletedBefore = yearBefore;

/** Whose emails a person can see: the account holder all, an Administrator the users', others only their own. */
export function visibleEmails({ standing }: Pick<Person, "standing">): "own" | "users" | "all" {
  if (standing === "holder") return "all";
  return standing === "administrator" ? "users" : "own";
}

/** The kinds of email whose subject contains all of these words, in the language of `messages`. */
export function kindsBySubject(words: string, { mail }: Messages): MailKind[] {
  const wanted = searchFold(words).split(/\s+/).filter(Boolean);
  return mailKinds.filter((kind) => {
    const subject = searchFold(mail.kinds[kind].subject);
    return wanted.every((word) => subject.includes(word));
  });
}
