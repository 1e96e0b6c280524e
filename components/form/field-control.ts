import { zodResolver } from "@hookform/resolvers/zod";
import { createFormControl, type FieldErrors, type FieldValues, type Resolver } from "react-hook-form";
import type { $ZodType } from "zod/v4/core";
import { isInput } from "@/lib/isomorphic/rendered-for";
import type { Sentence } from "@/lib/isomorphic/result";

/** Keeps the message key of server and schema errors, so an error follows the language of the page. */
export type FieldRefusal = { type: "server"; message: Sentence["key"]; params: Sentence["params"] };

type Options = {
  /** Returns the form, or null after it left the page. */
  element: () => HTMLFormElement | null;
  schema: $ZodType<unknown, FieldValues>;
  /** The errors that the page came back with, without JavaScript. */
  returned: Record<string, FieldRefusal>;
  /** Receives all errors whenever one comes or goes. */
  onErrors: (errors: FieldErrors) => void;
};

export type FieldControl = ReturnType<typeof createFieldControl>;

/** react-hook-form for the fields of one form. A page loads this file when the user enters its first form. */
export function createFieldControl({ element, schema, returned, onErrors }: Options) {
  const resolve = zodResolver(schema) as Resolver;
  const control = createFormControl<FieldValues>({
    // Checks exactly what would be sent, so the browser and the server see the same values.
    resolver: async (_values, context, options) => {
      const form = element();
      return form ? resolve(read(new FormData(form)), context, options) : { values: {}, errors: {} };
    },
    // The user submitted this form before the page came back with a refusal, though this instance never saw it.
    mode: Object.keys(returned).length > 0 ? "onChange" : "onSubmit",
    shouldFocusError: false,
  });
  for (const [name, error] of Object.entries(returned)) control.setError(name, error);
  control.subscribe({ formState: { errors: true }, callback: ({ errors: now }) => onErrors({ ...now }) });
  return control;
}

/** What was typed, without the fields that React and the form shell add. */
function read(form: FormData): FieldValues {
  const entries = [...form].filter(([name, value]) => isInput(name) && typeof value === "string");
  return Object.fromEntries(entries);
}
