/**
 * THE table: who may do what. The entry points enforce it, the screens and docs/privileges.md show it, the tests check each row.
 * Add a row together with its operation (lib/domain/register.ts), never before. The messages under `does` name it in words
 * ("add a user").
 */
export const policy = {
  "health.check": { area: "installation", level: "anyone", kind: "read" },

  "account.create": { area: "sign-in", level: "anyone", kind: "change" },
  "account.request": { area: "sign-in", level: "anyone", kind: "deferred" },
  "account.send-link": { area: "sign-in", level: "program", kind: "job" },
  "account.view-link": { area: "sign-in", level: "anyone", kind: "read" },
  "account.confirm": { area: "sign-in", level: "anyone", kind: "change" },
  "language.choose": { area: "sign-in", level: "anyone", kind: "read" },
  "session.start": { area: "sign-in", level: "anyone", kind: "change" },
  "session.start-passkey": { area: "sign-in", level: "anyone", kind: "change" },
  "verification.view": { area: "sign-in", level: "own", kind: "read", allowedDuring: ["second-factor"] },
  "session.verify": { area: "sign-in", level: "own", kind: "change", allowedDuring: ["second-factor"] },
  "session.end": {
    area: "sign-in",
    level: "own",
    kind: "change",
    allowedDuring: ["second-factor", "password", "enrolment"],
    unlimited: true,
  },
  "password.forget": { area: "sign-in", level: "anyone", kind: "deferred" },
  "password.send-link": { area: "sign-in", level: "program", kind: "job" },
  "password.view-link": { area: "sign-in", level: "anyone", kind: "read" },
  "password.reset": { area: "sign-in", level: "anyone", kind: "change" },
  "password.renew": { area: "sign-in", level: "own", kind: "change", allowedDuring: ["password"] },

  "home.view": { area: "home", level: "none", kind: "read" },

  "account.view": { area: "account", level: "none", kind: "read" },
  "account.edit": { area: "account", level: "user", kind: "change" },
  "account.view-two-factor": { area: "security", level: "administrator", kind: "read" },
  "account.require-two-factor": { area: "security", level: "administrator", kind: "change", stepUp: "always" },
  "account.release-two-factor": {
    area: "security",
    level: "administrator",
    kind: "change",
    allowedDuring: ["enrolment"],
    stepUp: "always",
  },
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
  "session.note-use": { area: "security", level: "program", kind: "job", unlogged: true },
  "history.list": { area: "security", level: "own", kind: "read" },
  "notices.choose": { area: "security", level: "own", kind: "change" },
  "factors.ask-new-app": {
    area: "security",
    level: "own",
    kind: "read",
    allowedDuring: ["enrolment"],
    stepUp: "always",
  },
  "factors.add-app": { area: "security", level: "own", kind: "change", allowedDuring: ["enrolment"], stepUp: "always" },
  "factors.ask-new-key": {
    area: "security",
    level: "own",
    kind: "read",
    allowedDuring: ["enrolment"],
    stepUp: "always",
  },
  "factors.add-key": { area: "security", level: "own", kind: "change", allowedDuring: ["enrolment"], stepUp: "always" },
  "factors.remove": { area: "security", level: "own", kind: "change" },
  "enrolment.ask": { area: "sign-in", level: "own", kind: "change", allowedDuring: ["enrolment"] },
  "enrolment.confirm": { area: "sign-in", level: "own", kind: "change", allowedDuring: ["enrolment"] },
  "two-factor.reset": { area: "security", level: "operator", kind: "change" },
  "codes.make": { area: "security", level: "own", kind: "change", stepUp: "always" },

  "emails.list": { area: "emails", level: "none", kind: "read" },
  "emails.view": { area: "emails", level: "none", kind: "read" },
  "emails.send": { area: "emails", level: "program", kind: "job", unlogged: true },

  "users.list": { area: "users", level: "none", kind: "read" },
  "users.sessions": { area: "users", level: "administrator", kind: "read" },
  "users.end-sessions": { area: "users", level: "administrator", kind: "change" },
  "users.add": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.edit": { area: "users", level: "administrator", kind: "change", stepUp: "when-target-is-administrator" },
  "users.send-link": { area: "users", level: "administrator", kind: "change" },
  "users.set-password": {
    area: "users",
    level: "administrator",
    kind: "change",
    stepUp: "when-target-is-administrator",
  },
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
  "activity.erase": { area: "activity", level: "program", kind: "job", unlogged: true },
  "activity.verify": { area: "activity", level: "operator", kind: "read" },

  "installation.view": { area: "installation", level: "operator", kind: "read" },
  "installation.keep": { area: "installation", level: "program", kind: "job", unlogged: true },
  "installation.upkeep": { area: "installation", level: "program", kind: "job", unlogged: true },
  "account.open": { area: "installation", level: "operator", kind: "change" },
  "services.import": { area: "services", level: "operator", kind: "job" },
} as const satisfies Record<string, Row>;

export type Row = {
  area:
    | "installation"
    | "sign-in"
    | "home"
    | "account"
    | "profile"
    | "security"
    | "emails"
    | "users"
    | "services"
    | "activity";
  level: Level;
  /**
   * A change writes an activity entry in its own transaction. A read writes nothing. A job makes many changes. A deferred operation is
   * handled the same for every caller and completed later by the program, so the answer reveals nothing.
   */
  kind: "read" | "change" | "job" | "deferred";
  /** The pending steps during which this permission stays available. All others are withheld until the step is done. */
  allowedDuring?: readonly PendingStep[];
  /**
   * Requires re-authentication by password or verification method if the last one is older than ten minutes: always, or if the
   * target is or becomes an Administrator. Control of one Administrator gives control of the account.
   */
  stepUp?: StepUp;
  /** Writes no activity entry. */
  unlogged?: true;
  /** Exempt from the hourly limit on changes. Every other change counts. */
  unlimited?: true;
};

export type StepUp = "always" | "when-target-is-administrator";

/** Steps a login still has to complete, in order: verify the second factor, set a new password, set up two-factor authentication. */
export type PendingStep = "second-factor" | "password" | "enrolment";

/**
 * anyone: also without a login · own: every logged-in user, on themselves · none, user, administrator: at least this privilege ·
 * holder: the account holder · operator: a shell on the server · program: Steward itself, for background work.
 */
export type Level = "anyone" | "own" | "none" | "user" | "administrator" | "holder" | "operator" | "program";

export type Permission = keyof typeof policy;
export type PermissionOf<K extends Row["kind"]> = {
  [P in Permission]: (typeof policy)[P]["kind"] extends K ? P : never;
}[Permission];

/** The permissions whose re-authentication depends on the target. */
export type PermissionOnAdministrators = {
  [P in Permission]: (typeof policy)[P] extends { stepUp: "when-target-is-administrator" } ? P : never;
}[Permission];

/** The row of a permission, with its optional columns. */
export const rowOf = (permission: Permission): Row => policy[permission];

/** The three privileges that a user can have, weakest first. */
export const privileges = ["none", "user", "administrator"] as const;
export type Privilege = (typeof privileges)[number];

/** A person's rank in an account. The account holder ranks above every privilege and cannot lose any. */
export type Standing = Privilege | "holder";

export const statuses = ["enabled", "disabled", "invited", "change-due", "removed"] as const;
export type Status = (typeof statuses)[number];

// Marked as pure, so that a browser that needs only the privileges does not load the table.
export const permissions = /* @__PURE__ */ Object.keys(policy) as Permission[];

const ranks: Record<Standing, number> = { none: 1, user: 2, administrator: 3, holder: 4 };

/** Whether a person of this standing reaches the permission's level. Does not consider the target. */
export function reaches(standing: Standing, permission: Permission): boolean {
  const { level } = rowOf(permission);
  if (level === "anyone" || level === "own") return true;
  if (level === "operator" || level === "program") return false;
  return ranks[standing] >= ranks[level];
}

/** The permissions on users that people can have. */
export type PermissionOnUsers = Exclude<Extract<Permission, `users.${string}`>, "users.erase">;

/** The permissions on users that this standing does not reach. A page sends them to the browser, and not the table. */
export const withheldOnUsers = (standing: Standing): PermissionOnUsers[] =>
  permissions.filter(
    (permission): permission is PermissionOnUsers =>
      permission.startsWith("users.") && rowOf(permission).level !== "program" && !reaches(standing, permission),
  );

/** The key of the message that says who has the permission: "Only an Administrator can add a user". */
export const withheldKey = <P extends Permission>(permission: P) => `withheld.${permission}` as const;
