/** What a person reads, as a key of `lib/i18n/messages` with its values: the door that answers does not know the language. */
export type Sentence = { key: string; params?: Record<string, string | number> };

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

export type Refusal = {
  outcome: Outcome;
  /** What happened, and what the person can do now. */
  sentence: Sentence;
  /** What is wrong under which field of the form. */
  fields?: Record<string, Sentence>;
  /** What was typed, for the page that comes back without JavaScript. Never a password. */
  values?: Record<string, string>;
  /** What stands in the database now, where a conflict is shown side by side. */
  current?: unknown;
};

export type Done<T> = { outcome: "done"; value: T };
export type Result<T> = Done<T> | Refusal;

export const done = <T>(value: T): Done<T> => ({ outcome: "done", value });

export const sentence = (key: string, params?: Sentence["params"]): Sentence => (params ? { key, params } : { key });

/** A refusal with its own sentence, else the general one of its outcome. */
export function refuse(outcome: Outcome, key?: string, params?: Sentence["params"]): Refusal {
  return { outcome, sentence: sentence(key ?? `outcomes.${outcome}`, params) };
}

/** The database's answer was lost when it was asked to keep a change, so nobody knows whether it did. */
export const unknownIfKept: Refusal = refuse("unavailable", "outcomes.unknown");

/** Input that is wrong in one or more fields: each gets its own sentence. */
export function invalid(fields: Record<string, Sentence>): Refusal {
  return { outcome: "invalid", sentence: sentence("outcomes.invalid", { count: Object.keys(fields).length }), fields };
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "outcome" in value && "sentence" in value;
