import type { MessageKeys, Messages, NestedKeyOf } from "use-intl/core";
import type { PendingStep, Permission } from "@/lib/policy";

/** The key of a text in `lib/i18n/messages`. */
export type MessageKey = MessageKeys<Messages, NestedKeyOf<Messages>>;

/** A sentence for a person: a key of `lib/i18n/messages` with its values. The entry point that answers translates it. */
export type Sentence = { key: MessageKey; params?: Record<string, string | number> };

/** The ways in which an operation can refuse, with the HTTP status of each. */
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
 * What a person can do about a refusal. log-in: the session is over · confirm: confirm it's them · settle: complete the steps that they
 * still owe · reload: the page belongs to another person or an earlier version · look: check the page, because Steward does not know
 * whether the change was saved · retry: nothing was saved.
 */
export type Remedy = "log-in" | "confirm" | "settle" | "reload" | "look" | "retry";

export type Refusal = {
  outcome: Outcome;
  /** What happened, and what the person can do now. */
  sentence: Sentence;
  /** What the person can do, so that a page can offer it. */
  remedy?: Remedy;
  /** The permission that the person does not have. */
  missing?: Permission;
  /** The step that the person must complete before anything else is open. */
  pendingStep?: PendingStep;
  /** What is wrong in each field of the form. */
  fields?: Record<string, Sentence>;
  /** What the user typed, for the page that is shown again without JavaScript. Never a secret. */
  values?: Record<string, string>;
  /** The present values in the database, to show a conflict side by side. */
  current?: unknown;
};

export type Done<T> = { outcome: "done"; value: T };
export type Result<T> = Done<T> | Refusal;

export const done = <T>(value: T): Done<T> => ({ outcome: "done", value });

export const sentence = (key: MessageKey, params?: Sentence["params"]): Sentence =>
  params ? { key, params } : { key };

/** The remedy of an outcome, where it is always the same. */
const remedies: { [O in Outcome]?: Remedy } = { signed_out: "log-in", step_up: "confirm", unavailable: "retry" };

/** A refusal with its own sentence, or with the general one of its outcome. */
export function refuse(outcome: Outcome, key?: MessageKey, params?: Sentence["params"]): Refusal {
  const remedy = remedies[outcome];
  return { outcome, sentence: sentence(key ?? `outcomes.${outcome}`, params), ...(remedy && { remedy }) };
}

/** Refuses because the person does not have this permission. */
export const refuseWithout = (missing: Permission): Refusal => ({
  ...refuse("forbidden", `withheld.${missing}`),
  missing,
});

/** Refuses because the person must complete this step first. */
export const refusePendingStep = (pendingStep: PendingStep): Refusal => ({
  ...refuse("forbidden", pendingStepKeys[pendingStep]),
  pendingStep,
  remedy: "settle",
});

const pendingStepKeys = {
  "second-factor": "outcomes.factor_due",
  password: "outcomes.password_due",
  enrolment: "outcomes.enrolment_due",
} as const satisfies Record<PendingStep, MessageKey>;

/** The database's answer to a COMMIT was lost, so Steward does not know whether the change was saved. */
export const unknownOutcome: Refusal = { ...refuse("unavailable", "outcomes.unknown"), remedy: "look" };

/** Refuses input with one or more wrong fields. Each field gets its own sentence. */
export function invalid(fields: Record<string, Sentence>): Refusal {
  return { outcome: "invalid", sentence: sentence("outcomes.invalid", { count: Object.keys(fields).length }), fields };
}

/** The message of a schema as a key. Where a schema sets no message, zod's own text is not a key. */
export function keyOf(message: string): MessageKey {
  // A text in the form of a key was typed as one: schemas set theirs through `key` of lib/isomorphic/fields.ts.
  return /^[a-z_]+(\.[a-zA-Z_]+)+$/.test(message) ? (message as MessageKey) : "errors.malformed";
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "outcome" in value && "sentence" in value;
