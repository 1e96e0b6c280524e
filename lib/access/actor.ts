import "server-only";
import { findSession } from "@/lib/access/find-session";
import { isAskedFor, requiresTwoFactor } from "@/lib/access/two-factor-requirement";
import type { Db } from "@/lib/database/db";
import type { Debt, Standing } from "@/lib/policy";

/** Who asks: somebody signed out, a person with a session, or the operator in a shell on the server. */
export type Actor = Stranger | Member | Operator;

export type Stranger = { kind: "stranger"; address: string; browser: Browser };

/** `shell`, or `program` where Steward does by itself what is due. */
export type Operator = { kind: "operator"; address: "shell" | "program" };

/** What the browser sends of itself. */
export type Browser = {
  /** The session's token, whether or not it is still good. */
  token: string;
  /** The people who signed in with it before: see lib/doors/session-cookie.ts. */
  known: string;
  userAgent: string;
};

/** The holder or a user of an account, read from the database at each request: nothing about rights is kept anywhere. */
export type Member = {
  kind: "member";
  personId: string;
  accountId: number;
  sessionId: string;
  tokenHash: string;
  standing: Standing;
  /** What is owed before anything else is open. */
  owes: Debt | null;
  /** When they last proved who they are: see `stepUpFor`. */
  provedAt: Date;
  /** They opened the link of a mail to them in this session: see lib/domain/two-factor-requirement/operations.ts. */
  mailProved: boolean;
  /** Whether they have a factor besides the password. */
  twoFactor: boolean;
  /** A part of the marks by which their browsers are known. */
  browserSalt: string;
  /** From when on they owe a factor, where the account requires one of them and they have none. */
  factorDueFrom: Date | null;
  /** Display name, else first and last name, else the login. */
  name: string;
  /** How the activity names them: the login, else first and last name. Not the display name, which could be anyone's. */
  knownAs: string;
  /** Empty for the holder. */
  login: string;
  email: string;
  digitalId: string;
  handle: string;
  /** The account's organisation, else its holder's name. */
  accountName: string;
  holderName: string;
  timeZone: string;
  /** Empty: as the browser says. */
  language: string;
  theme: string;
  /** Where the request comes from. */
  address: string;
  browser: Browser;
};

/** The same actor as the transaction sees them: they may have been demoted, disabled or signed out in between. */
export async function sameActor(tx: Db, actor: Actor): Promise<Actor> {
  if (actor.kind !== "member") return actor;
  const { address, browser } = actor;
  const session = await findSession(tx, { tokenHash: actor.tokenHash, now: new Date() });
  return session ? memberOf(session, address, browser) : { kind: "stranger", address, browser };
}

type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** The person of a session, as the actor of a request. */
export function memberOf(session: FoundSession, address: string, browser: Browser): Member {
  const { id, tokenHash, provedAt, mailProved, person, account, holder } = session;
  return {
    kind: "member",
    personId: person.id,
    accountId: account.id,
    sessionId: id,
    tokenHash,
    standing: person.privilege as Standing,
    owes: debtOf(session),
    provedAt,
    mailProved,
    twoFactor: person.twoFactor,
    browserSalt: person.browserSalt,
    factorDueFrom: !person.twoFactor && isAskedFor(account, person.privilege as Standing) ? account.twoFactorFrom : null,
    name: person.displayName || fullName(person) || person.login,
    knownAs: person.login || fullName(person),
    login: person.login,
    email: person.email,
    digitalId: account.digitalId,
    handle: account.handle,
    accountName: account.organisation || fullName(holder),
    holderName: fullName(holder),
    timeZone: person.timeZone,
    language: person.language,
    theme: person.theme,
    address,
    browser,
  };
}

function debtOf({ factorDue, person, account, now }: FoundSession): Debt | null {
  if (factorDue) return "second-factor";
  if (person.changeDue) return "password";
  return !person.twoFactor && requiresTwoFactor(account, person.privilege as Standing, now) ? "enrolment" : null;
}

const fullName = (person: { firstName: string; lastName: string }) => `${person.firstName} ${person.lastName}`.trim();
