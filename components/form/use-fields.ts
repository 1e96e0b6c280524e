"use client";

import { useMemo, type RefObject } from "react";
import { useForm } from "react-hook-form";
import type { FieldErrors, FieldValues, Resolver, UseFormRegisterReturn } from "react-hook-form";
import type { $ZodType } from "zod/v4/core";
import { useSentence } from "@/components/form/use-sentence";
import { isInput } from "@/lib/isomorphic/rendered-for";
import { keyOf, type Refusal, type Sentence } from "@/lib/isomorphic/result";

/** Fetches a schema on first use of the form, to keep pages light. */
export type LoadSchema = () => Promise<$ZodType<unknown, FieldValues>>;

/** The props that a form gives to a field. */
export type RegisteredField = Pick<UseFormRegisterReturn, "name" | "onChange" | "onBlur"> & {
  defaultValue: string | undefined;
  error: string | undefined;
};

/** Registers a field of a form, like the function of react-hook-form. It takes only names that the form has. */
export type Register<Name extends string> = (name: Name) => RegisteredField;

type Options = {
  element: RefObject<HTMLFormElement | null>;
  schema: LoadSchema;
  defaultValues: { readonly [name: string]: string | undefined };
  /** The refusal with which the page came back, without JavaScript. */
  returned: Refusal | null;
};

/** The fields of a form: their initial values, the check before the request, and their errors. */
export function useFields({ element, schema, defaultValues, returned }: Options) {
  const formatSentence = useSentence();
  const form = useForm<FieldValues>({
    resolver: async (_values, context, options) => {
      const check = await checkWith(schema);
      // Checks exactly what would be sent, so the browser and the server see the same values.
      const nothing = { values: {}, errors: {} };
      return check && element.current ? check(read(new FormData(element.current)), context, options) : nothing;
    },
    errors: useMemo(() => (returned ? errorsOf(returned) : undefined), [returned]),
    // The user submitted this form before the page came back with a refusal, though this instance never saw it.
    mode: returned ? "onChange" : "onSubmit",
    shouldFocusError: false,
  });
  const { errors } = form.formState;

  return {
    errorCount: Object.keys(errors).length,
    /** Loads the check before it is needed. */
    preload: () => void checkWith(schema),
    register(name: string): RegisteredField {
      // Leaves out register's ref: react-hook-form would use it to overwrite what was typed before hydration.
      const { onChange, onBlur } = form.register(name);
      const error = errors[name];
      return {
        name,
        onChange,
        onBlur,
        defaultValue: (returned?.values ?? defaultValues)[name],
        error:
          typeof error?.message === "string"
            ? formatSentence({ key: keyOf(error.message), params: (error as FieldRefusal).params })
            : undefined,
      };
    },
    /** Whether every field is right. Shows an error at each that is wrong. */
    async check(): Promise<boolean> {
      let valid = false;
      await form.handleSubmit(() => void (valid = true))();
      return valid;
    },
    /** Shows the errors of a refusal at their fields. Returns whether that shows the whole refusal. */
    showErrors(refusal: Refusal): boolean {
      const fields = Object.entries(errorsOf(refusal));
      const shown = fields.filter(([name]) => hasControl(element.current!, name));
      for (const [name, error] of shown) form.setError(name, error as FieldRefusal);
      return shown.length === fields.length && fields.length > 0;
    },
    /** Resets the fields to their initial values. */
    clear() {
      element.current?.reset();
      form.reset();
    },
  };
}

/** Loads the check. Returns null if it cannot be loaded; the server checks anyway. */
async function checkWith(schema: LoadSchema): Promise<Resolver | null> {
  try {
    const [{ zodResolver }, known] = await Promise.all([import("@hookform/resolvers/zod"), schema()]);
    return zodResolver(known) as Resolver;
  } catch {
    return null;
  }
}

/** What was typed, without the fields that React and the form shell add. */
function read(form: FormData): FieldValues {
  const entries = [...form].filter(([name, value]) => isInput(name) && typeof value === "string");
  return Object.fromEntries(entries);
}

/** Keeps the message key of server and schema errors, so an error follows the language of the page. */
type FieldRefusal = { type: "server"; message: Sentence["key"]; params: Sentence["params"] };

function errorsOf(refusal: Refusal): FieldErrors {
  const fields = Object.entries(refusal.fields ?? {});
  return Object.fromEntries(
    fields.map(([name, { key, params }]): [string, FieldRefusal] => [name, { type: "server", message: key, params }]),
  );
}

const hasControl = (form: HTMLFormElement, name: string) =>
  [...form.querySelectorAll<HTMLInputElement>(controls)].some((control) => control.name === name);

/** The controls of a form that a user can fill in. */
export const controls = 'input:not([type="hidden"]), select, textarea';
