import "server-only";
import type { Debt, Standing } from "@/lib/policy";

/** Who asks: a principal, and the credential by which Steward knows it. Read anew for each request; nothing about rights is kept. */
export type Actor = Stranger | Member | Operator | Program;

/** Somebody who is not logged in. */
export type Stranger = Asking<{ kind: "stranger" }, null> & { browser: Browser };

/** The holder or a user of an account, by a session. */
export type Member = Asking<Person, Session> & { browser: Browser };

/** The operator, by a shell on the server. */
export type Operator = Asking<{ kind: "operator" }, { kind: "shell" }>;

/** Steward itself, for work that runs on its own. */
export type Program = Asking<{ kind: "program" }, { kind: "process" }>;

type Asking<P, C> = {
  principal: P;
  credential: C;
  /** The network address that the request comes from, `shell` or `program`. */
  address: string;
};

/** A person of an account. */
export type Person = {
  kind: "person";
  personId: string;
  accountId: number;
  standing: Standing;
  /** Whether they have a factor besides the password. */
  twoFactor: boolean;
  /** A part of the marks by which their browsers are known. */
  browserSalt: string;
  /** When they start to owe a factor, if the account requires one and they have none. */
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
};

/** What proves a person: a session in a browser. Other kinds, such as an API token, go beside it. */
export type Session = {
  kind: "session";
  sessionId: string;
  tokenHash: string;
  /** What has to be done first, before anything else is open. */
  owes: Debt | null;
  /** When they last proved who they are: see `stepUpFor`. */
  provedAt: Date;
  /** They opened the link of a mail to them in this session: see lib/domain/two-factor-requirement/operations.ts. */
  mailProved: boolean;
};

/** What the browser sends of itself. */
export type Browser = {
  /** The session's token, whether or not it is still good. */
  token: string;
  /** The people who logged in with it before: see lib/doors/session-cookie.ts. */
  known: string;
  userAgent: string;
};

export const operator: Operator = { principal: { kind: "operator" }, credential: { kind: "shell" }, address: "shell" };
export const program: Program = { principal: { kind: "program" }, credential: { kind: "process" }, address: "program" };

/** Whether a person asks. */
export const isMember = (actor: Actor): actor is Member => actor.principal.kind === "person";

/** The browser that asks. The operator and the program have none: theirs is empty. */
export const browserOf = (actor: Actor): Browser => ("browser" in actor ? actor.browser : { token: "", known: "", userAgent: "" });
