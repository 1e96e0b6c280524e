import "server-only";
import type { PendingStep, Standing } from "@/lib/policy";

/** Who sends the request: a principal and its credential. Read again for each request: Steward never caches rights. */
export type Actor = Stranger | Member | Operator | Program;

/** A visitor without a login. */
export type Stranger = ActorWith<{ kind: "stranger" }, null> & { browser: Browser };

/** The holder or a user of an account, authenticated by a session. */
export type Member = ActorWith<Person, Session> & { browser: Browser };

/** The operator, authenticated by a shell on the server. */
export type Operator = ActorWith<{ kind: "operator" }, { kind: "shell" }>;

/** Steward itself, for background work. */
export type Program = ActorWith<{ kind: "program" }, { kind: "process" }>;

type ActorWith<P, C> = {
  principal: P;
  credential: C;
  /** The IP address of the request, or `shell` or `program`. */
  source: string;
};

/** A person of an account. */
export type Person = {
  kind: "person";
  personId: string;
  accountId: number;
  standing: Standing;
  /** Whether they have set up two-factor authentication. */
  twoFactor: boolean;
  /** Part of the marks that identify their known browsers. */
  browserSalt: string;
  /** When two-factor authentication becomes mandatory for them, if the account requires it and they have none. */
  factorDueFrom: Date | null;
  /** Display name, else first and last name, else the username. */
  name: string;
  /** Their name in the activity: the username, else first and last name. Not the display name, because it is freely chosen. */
  knownAs: string;
  /** The username. Empty for the account holder. */
  login: string;
  email: string;
  digitalId: string;
  handle: string;
  /** The account's organisation, else the account holder's name. */
  accountName: string;
  holderName: string;
  timeZone: string;
  /** Empty: the browser's language. */
  language: string;
  theme: string;
};

/** The credential of a person: a session in a browser. Other kinds, such as API tokens, would be added next to it. */
export type Session = {
  kind: "session";
  sessionId: string;
  tokenHash: string;
  /** When it ends at the latest, however much it is used. */
  expiresAt: Date;
  /** The step they must complete before anything else. */
  pendingStep: PendingStep | null;
  /** When they last authenticated: see `stepUpFor`. */
  provedAt: Date;
  /** They opened a link that Steward emailed to them, in this session: see lib/domain/two-factor-requirement/operations.ts. */
  mailProved: boolean;
};

/** What the browser sends about itself. */
export type Browser = {
  /** The session token, valid or not. */
  token: string;
  /** The people who logged in with this browser before: see lib/doors/session-cookie.ts. */
  known: string;
  userAgent: string;
};

export const operator: Operator = { principal: { kind: "operator" }, credential: { kind: "shell" }, source: "shell" };
export const program: Program = { principal: { kind: "program" }, credential: { kind: "process" }, source: "program" };

/** Whether the actor is a person of an account. */
export const isMember = (actor: Actor): actor is Member => actor.principal.kind === "person";

/** The actor's browser. Empty for the operator and the program. */
export const browserOf = (actor: Actor): Browser =>
  "browser" in actor ? actor.browser : { token: "", known: "", userAgent: "" };
