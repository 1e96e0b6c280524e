import type { MessageKeys, Messages, NestedKeyOf } from "use-intl/core";
import type { Debt, Permission } from "@/lib/policy";

/** The key of a text in `lib/i18n/messages`. */
export type MessageKey = MessageKeys<Messages, NestedKeyOf<Messages>>;

/** What a person reads, as a key of `lib/i18n/messages` with its values: the door that answers does not know the language. */
export type Sentence = { key: MessageKey; params?: Record<string, string | number> };

/** The few ways in which an operation can end without doing what was asked, and the HTTP status of each. */
export const statusOf = {
  signed_out: 401,
  step_up: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
  failed: 500,
} as const;

export type Outcome = keyof typeof statusOf;

/**
 * What a person can do about a refusal besides reading it. log-in: the session is over · confirm: prove again who they are · settle: do
 * first what they owe · reload: the page is another person's, or of an earlier version · look: nobody knows whether it was kept ·
 * retry: nothing was kept.
 */
export type Remedy = "log-in" | "confirm" | "settle" | "reload" | "look" | "retry";

export type Refusal = {
  outcome: Outcome;
  /** What happened, and what the person can do now. */
  sentence: Sentence;
  /** The same for a page, which offers it. */
  remedy?: Remedy;
  /** The permission that they do not have. */
  missing?: Permission;
  /** What has to be done first, before anything else is open. */
  owes?: Debt;
  /** What is wrong under which field of the form. */
  fields?: Record<string, Sentence>;
  /** What was typed, for the page that comes back without JavaScript. Never a secret. */
  values?: Record<string, string>;
  /** What stands in the database now, where a conflict is shown side by side. */
  current?: unknown;
};

export type Done<T> = { outcome: "done"; value: T };
export type Result<T> = Done<T> | Refusal;

export const done = <T>(value: T): Done<T> => ({ outcome: "done", value });

export const sentence = (key: MessageKey, params?: Sentence["params"]): Sentence => (params ? { key, params } : { key });

/** What an outcome asks for, where it is the same each time. */
const remedies: { [O in Outcome]?: Remedy } = { signed_out: "log-in", step_up: "confirm", unavailable: "retry" };

/** A refusal with its own sentence, else the general one of its outcome. */
export function refuse(outcome: Outcome, key?: MessageKey, params?: Sentence["params"]): Refusal {
  const remedy = remedies[outcome];
  return { outcome, sentence: sentence(key ?? `outcomes.${outcome}`, params), ...(remedy && { remedy }) };
}

/** They do not have this permission. */
export const refuseWithout = (missing: Permission): Refusal => ({ ...refuse("forbidden", `withheld.${missing}`), missing });

/** They have to do this first. */
export const refuseOwing = (owes: Debt): Refusal => ({ ...refuse("forbidden", owedKeys[owes]), owes, remedy: "settle" });

const owedKeys = {
  "second-factor": "outcomes.factor_due",
  password: "outcomes.password_due",
  enrolment: "outcomes.enrolment_due",
} as const satisfies Record<Debt, MessageKey>;

/** The database's answer was lost when it was asked to keep a change, so nobody knows whether it did. */
export const unknownIfKept: Refusal = { ...refuse("unavailable", "outcomes.unknown"), remedy: "look" };

/** Input that is wrong in one or more fields: each gets its own sentence. */
export function invalid(fields: Record<string, Sentence>): Refusal {
  return { outcome: "invalid", sentence: sentence("outcomes.invalid", { count: Object.keys(fields).length }), fields };
}

/** The message of a schema as the key that it is. Words of zod's own, where a schema says nothing itself, are no key. */
export function keyOf(message: string): MessageKey {
  // Whatever has the form of a key was typed as one: schemas take theirs by `key` of lib/isomorphic/fields.ts.
  return /^[a-z_]+(\.[a-zA-Z_]+)+$/.test(message) ? (message as MessageKey) : "errors.malformed";
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "outcome" in value && "sentence" in value;
