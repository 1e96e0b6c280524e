import "server-only";
import type { Person } from "@/lib/access/actor";
import { linkKinds, mailKinds, problems, type Fact, type LinkKind, type MailKind, type MailParams, type Problem } from "@/lib/domain/mail/schema";
import type { Messages } from "@/lib/i18n/messages/en.mjs";
import { yearBefore } from "@/lib/isomorphic/days";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

/** Where the link of each mail leads, and for how many hours it is good. */
export const links = {
  reset: { path: paths.reset, hours: 1 },
  "reset-by-administrator": { path: paths.reset, hours: 1 },
  activation: { path: paths.reset, hours: 72 },
  "sign-up": { path: paths.confirmSignUp, hours: 1 },
  "confirm-address": { path: paths.confirmAddress, hours: 1 },
  "address-changed": { path: paths.notMe, hours: 7 * 24 },
  enrol: { path: paths.confirmEnrolment, hours: 1 },
} as const satisfies Record<LinkKind, { path: string; hours: number }>;

/** The address in a mail: of the configured origin, whatever a request called it. */
export const linkAddress = (kind: LinkKind, token: string) => `${env.origin}${links[kind].path}?token=${encodeURIComponent(token)}`;

/** Mails that do not concern the security of one's access: a person can do without them. */
const notSecurity: readonly MailKind[] = ["enabled", "codes-low", "privilege-changed"];

/** Whether the mail is written to somebody who may want no more than what concerns security. */
export const isWanted = (kind: MailKind, fewerNotices: boolean) => !(fewerNotices && notSecurity.includes(kind));

/** Notices that go to very many people at once. */
const toEverybody: readonly MailKind[] = ["two-factor-required", "two-factor-released"];

/** What leaves first of the mails that are due: a link that somebody waits for, then notices, then those to everybody. */
export const ranks = [0, 1, 2] as const;
export const rankOf = (kind: MailKind): (typeof ranks)[number] => ((linkKinds as readonly MailKind[]).includes(kind) ? 0 : toEverybody.includes(kind) ? 2 : 1);

/** Mails that somebody asks for by typing an ID or an address, and that its owner perhaps did not. */
const askedFor: readonly MailKind[] = ["reset", "reset-by-administrator", "activation", "sign-up", "address-taken", "confirm-address"];

/** The mail with which an old address can still be taken back leaves at once: of one person there are few in an hour. */
const urgent: readonly MailKind[] = ["address-changed"];

/**
 * Whether a mail counts against the limits of lib/domain/mail/typed.ts: one that somebody asked for, and whatever goes to an
 * address that nobody proved to be theirs. What tells a person about their access at an address of theirs never waits.
 */
export const isTyped = (kind: MailKind, proved: boolean) => askedFor.includes(kind) || (!proved && !urgent.includes(kind));

/**
 * Its turns are its own, so that no other mails shut somebody out: they get no further without it. They alone ask for it, when
 * they have typed their password, five times an hour.
 */
export const hasOwnTurns = (kind: MailKind) => kind === "enrol";

/** Mails that people of an account cause for others. Strangers and the program cause the rest, which counts against no account. */
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

/** Mails that may leave in any hour for one address, and for all addresses that one account typed. */
export const [mostToAddress, mostOfAccount] = [3, 100];
export const longestWindow = 3_600_000;

/** What somebody wrote, or could have: logins, names, and the domain of an address. */
const written: readonly Fact[] = ["id", "ids", "account", "who", "name", "newAddress"];

/**
 * What a mail tells to an address that nobody proved to be theirs: it is perhaps a stranger's, and whoever typed it has no message
 * sent there in their own words. The account is named by its digital ID, which nobody chose.
 */
export const withoutWords = (params: MailParams, digitalId: string): MailParams => ({
  ...Object.fromEntries(Object.entries(params).filter(([name]) => !(written as readonly string[]).includes(name))),
  account: digitalId,
});

const minute = 60_000;

/** How long a mail that is being sent is nobody else's: longer than the longest sending can take. */
export const leaseFor = 5 * minute;

/** The waits after each attempt that failed for now; then six hours each, until three days are over. */
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);
const [lastWait, longestTried] = [360 * minute, 3 * 24 * 60 * minute];

/** When it is tried again after so many attempts, or null where it is given up. */
export function triedAgainAt(attempts: number, now: Date): Date | null {
  const before = Array.from({ length: attempts - 1 }, (_, at) => waits[at] ?? lastWait).reduce((sum, wait) => sum + wait, 0);
  const wait = waits[attempts - 1] ?? lastWait;
  return before + wait <= longestTried ? new Date(now.getTime() + wait) : null;
}

/** A mail that may have left already is tried once more, so it arrives twice at most, and not again. */
export const isTooUnsure = (unsure: number) => unsure > 1;

/** Why a mail is late or was given up, without the code that the mail server gave; null where nothing is wrong. */
export function problemOf({ problem }: { problem: string }): Problem | null {
  const [reason] = problem.split(" ", 1);
  return problems.find((known) => known === reason) ?? null;
}

/** Mails of before this moment are to be forgotten: they are kept for twelve months. */
export const forgottenBefore = yearBefore;

/** Whose mails somebody sees besides their own: the holder everybody's, an Administrator the users'. */
export function seenBy({ standing }: Pick<Person, "standing">): "own" | "users" | "all" {
  if (standing === "holder") return "all";
  return standing === "administrator" ? "users" : "own";
}

/** The mails whose subject has all of these words, in the language of these texts. */
export function kindsBySubject(words: string, { mail }: Messages): MailKind[] {
  const wanted = searchFold(words).split(/\s+/).filter(Boolean);
  return mailKinds.filter((kind) => {
    const subject = searchFold(mail.kinds[kind].subject);
    return wanted.every((word) => subject.includes(word));
  });
}
