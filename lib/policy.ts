/**
 * THE table: who may do what. The doors decide by it, the screens show it, the README prints it and the tests walk it.
 * A row is added together with its operation (lib/domain/register.ts), never before. Its sentence in words ("add a user")
 * stands in the messages under `does`.
 */
export const policy = {
  "health.check": { area: "installation", level: "anyone", kind: "read" },

  "account.create": { area: "sign-in", level: "anyone", kind: "change" },
  "account.request": { area: "sign-in", level: "anyone", kind: "request" },
  "account.send-link": { area: "sign-in", level: "program", kind: "job" },
  "account.view-link": { area: "sign-in", level: "anyone", kind: "read" },
  "account.confirm": { area: "sign-in", level: "anyone", kind: "change" },
  "language.choose": { area: "sign-in", level: "anyone", kind: "read" },
  "session.start": { area: "sign-in", level: "anyone", kind: "change" },
  "session.start-passkey": { area: "sign-in", level: "anyone", kind: "change" },
  "verification.view": { area: "sign-in", level: "own", kind: "read", whileOwing: ["second-factor"] },
  "session.verify": { area: "sign-in", level: "own", kind: "change", whileOwing: ["second-factor"] },
  "session.end": { area: "sign-in", level: "own", kind: "change", whileOwing: ["second-factor", "password", "enrolment"], unlimited: true },
  "password.forget": { area: "sign-in", level: "anyone", kind: "request" },
  "password.send-link": { area: "sign-in", level: "program", kind: "job" },
  "password.view-link": { area: "sign-in", level: "anyone", kind: "read" },
  "password.reset": { area: "sign-in", level: "anyone", kind: "change" },
  "password.renew": { area: "sign-in", level: "own", kind: "change", whileOwing: ["password"] },

  "home.view": { area: "home", level: "none", kind: "read" },

  "account.view": { area: "account", level: "none", kind: "read" },
  "account.edit": { area: "account", level: "user", kind: "change" },
  "account.view-two-factor": { area: "security", level: "administrator", kind: "read" },
  "account.require-two-factor": { area: "security", level: "administrator", kind: "change", stepUp: "always" },
  "account.release-two-factor": { area: "security", level: "administrator", kind: "change", whileOwing: ["enrolment"], stepUp: "always" },
  "account.tell-two-factor": { area: "security", level: "program", kind: "job" },
  "account.tell-release": { area: "security", level: "program", kind: "job" },
  "holder.rename": { area: "account", level: "holder", kind: "change" },
  "profile.view": { area: "profile", level: "own", kind: "read" },
  "profile.edit": { area: "profile", level: "own", kind: "change" },
  "email.change": { area: "profile", level: "own", kind: "change", stepUp: "always" },
  "email.send-link": { area: "profile", level: "program", kind: "job" },
  "email.view-link": { area: "profile", level: "anyone", kind: "read" },
  "email.set": { area: "profile", level: "operator", kind: "change" },
  "email.confirm": { area: "profile", level: "anyone", kind: "change" },
  "email.take-back": { area: "profile", level: "anyone", kind: "change" },

  "security.view": { area: "security", level: "own", kind: "read" },
  "password.set": { area: "security", level: "operator", kind: "change" },
  "password.change": { area: "security", level: "own", kind: "change" },
  "session.confirm": { area: "security", level: "own", kind: "change" },
  "session.end-one": { area: "security", level: "own", kind: "change" },
  "session.end-others": { area: "security", level: "own", kind: "change" },
  "session.note-use": { area: "security", level: "program", kind: "job", untold: true },
  "history.list": { area: "security", level: "own", kind: "read" },
  "notices.choose": { area: "security", level: "own", kind: "change" },
  "factors.ask-new-app": { area: "security", level: "own", kind: "read", whileOwing: ["enrolment"], stepUp: "always" },
  "factors.add-app": { area: "security", level: "own", kind: "change", whileOwing: ["enrolment"], stepUp: "always" },
  "factors.ask-new-key": { area: "security", level: "own", kind: "read", whileOwing: ["enrolment"], stepUp: "always" },
  "factors.add-key": { area: "security", level: "own", kind: "change", whileOwing: ["enrolment"], stepUp: "always" },
  "factors.remove": { area: "security", level: "own", kind: "change" },
  "enrolment.ask": { area: "sign-in", level: "own", kind: "change", whileOwing: ["enrolment"] },
  "enrolment.confirm": { area: "sign-in", level: "own", kind: "change", whileOwing: ["enrolment"] },
  "two-factor.reset": { area: "security", level: "operator", kind: "change" },
  "codes.make": { area: "security", level: "own", kind: "change", stepUp: "always" },

  "emails.list": { area: "emails", level: "none", kind: "read" },
  "emails.view": { area: "emails", level: "none", kind: "read" },
  "emails.send": { area: "emails", level: "program", kind: "job", untold: true },

  "users.list": { area: "users", level: "none", kind: "read" },
  "users.sessions": { area: "users", level: "administrator", kind: "read" },
  "users.end-sessions": { area: "users", level: "administrator", kind: "change" },
  "users.add": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.edit": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.send-link": { area: "users", level: "administrator", kind: "change" },
  "users.set-password": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.reset-two-factor": { area: "users", level: "administrator", kind: "change", stepUp: "always" },
  "users.disable": { area: "users", level: "administrator", kind: "change" },
  "users.enable": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.remove": { area: "users", level: "administrator", kind: "change" },
  "users.restore": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.erase": { area: "users", level: "program", kind: "change" },

  "services.list": { area: "services", level: "none", kind: "read" },
  "services.view": { area: "services", level: "none", kind: "read" },
  "services.edit": { area: "services", level: "user", kind: "change" },
  "services.set-renewal": { area: "services", level: "user", kind: "change" },

  "activity.list": { area: "activity", level: "none", kind: "read" },
  "activity.view": { area: "activity", level: "none", kind: "read" },
  "activity.erase": { area: "activity", level: "program", kind: "job", untold: true },
  "activity.verify": { area: "activity", level: "operator", kind: "read" },

  "installation.view": { area: "installation", level: "operator", kind: "read" },
  "installation.keep": { area: "installation", level: "program", kind: "job", untold: true },
  "installation.upkeep": { area: "installation", level: "program", kind: "job", untold: true },
  "account.open": { area: "installation", level: "operator", kind: "change" },
  "services.import": { area: "services", level: "operator", kind: "job" },
} as const satisfies Record<string, Row>;

export type Row = {
  area: "installation" | "sign-in" | "home" | "account" | "profile" | "security" | "emails" | "users" | "services" | "activity";
  level: Level;
  /**
   * A change writes an activity line in its own transaction; a read writes nothing; a job is many changes. A request is
   * kept alike from everybody, and answered by the program afterwards: nothing that it meets shows in its answer.
   */
  kind: "read" | "change" | "job" | "request";
  /** Open to a person who owes one of these, and so has nothing else open. */
  whileOwing?: readonly Debt[];
  /**
   * Asks for the password or a factor again if the last proof is older than ten minutes: always, or if the target is or becomes an
   * Administrator. Whoever controls an Administrator controls the account.
   */
  stepUp?: StepUp;
  /** Leaves no line in any account's activity. */
  untold?: true;
  /** Counts against no limit: whoever changed too much in an hour can still do it. Every other change counts. */
  unlimited?: true;
};

export type StepUp = "always" | "when-target-is-administrator";

/** What a session can owe before anything is open to it, the first first: proof of a second factor, a password of their own, a factor of their own. */
export type Debt = "second-factor" | "password" | "enrolment";

/**
 * anyone: also signed out · own: everyone, on themselves · none, user, administrator: at least this privilege ·
 * holder: the account's holder · operator: a shell on the server · program: Steward itself, for work that runs on its own.
 */
export type Level = "anyone" | "own" | "none" | "user" | "administrator" | "holder" | "operator" | "program";

export type Permission = keyof typeof policy;
export type PermissionOf<K extends Row["kind"]> = {
  [P in Permission]: (typeof policy)[P]["kind"] extends K ? P : never;
}[Permission];

/** The permissions whose step-up depends on the target. */
export type PermissionOnAdministrators = {
  [P in Permission]: (typeof policy)[P] extends { stepUp: "when-target-is-administrator" } ? P : never;
}[Permission];

/** The row of a permission, with the columns that not every row has. */
export const rowOf = (permission: Permission): Row => policy[permission];

/** The three privileges that a user can be given, weakest first. */
export const privileges = ["none", "user", "administrator"] as const;
export type Privilege = (typeof privileges)[number];

/** What someone is in an account. The holder is above every privilege and can lose nothing. */
export type Standing = Privilege | "holder";

export const statuses = ["enabled", "disabled", "invited", "change-due", "removed"] as const;
export type Status = (typeof statuses)[number];

export const permissions = Object.keys(policy) as Permission[];

const ranks: Record<Standing, number> = { none: 1, user: 2, administrator: 3, holder: 4 };

/** Whether someone of this standing reaches the level of the permission. Says nothing of the target. */
export function reaches(standing: Standing, permission: Permission): boolean {
  const { level } = rowOf(permission);
  if (level === "anyone" || level === "own") return true;
  if (level === "operator" || level === "program") return false;
  return ranks[standing] >= ranks[level];
}

/** The key of the sentence that says who may: "Only an Administrator can add a user". */
export const withheldKey = <P extends Permission>(permission: P) => `withheld.${permission}` as const;
