import type { Result } from "@/lib/isomorphic/result";

declare const input: unique symbol;

/**
 * A server action, or a path that answers like one. `Input` is what its operation takes, before the schema converts it. `Input` exists only
 * for the compiler, which checks the names of the fields with it.
 */
export type Action<T, Input = unknown> = ((previous: unknown, form: FormData) => Promise<Result<T>>) & {
  readonly [input]?: Input;
};

/** The names of the fields of an input. */
export type FieldName<Input> = keyof Input & string;

/** The names of the fields that an action takes. */
export type FieldOf<A> = A extends Action<unknown, infer Input> ? FieldName<Input> : never;

/** An input, as a form sends it. */
export type FormValues<Input> = { [Name in keyof Input]: string };
