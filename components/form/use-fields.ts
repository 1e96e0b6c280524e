"use client";

import { useRef, useState, type RefObject } from "react";
import type { FieldErrors, FieldValues, UseFormRegisterReturn } from "react-hook-form";
import type { $ZodType } from "zod/v4/core";
import type { FieldControl, FieldRefusal } from "@/components/form/field-control";
import { useSentence } from "@/components/form/use-sentence";
import { keyOf, type Refusal } from "@/lib/isomorphic/result";

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

/**
 * The fields of a form: their initial values, the check before the request, and their errors. What checks them loads when the user enters the
 * form. If it cannot be loaded, the server checks anyway.
 */
export function useFields({ element, schema, defaultValues, returned }: Options) {
  const formatSentence = useSentence();
  const [errors, setErrors] = useState<FieldErrors>(() => (returned ? errorsOf(returned) : {}));
  const loading = useRef<Promise<FieldControl | null> | null>(null);
  const control = useRef<FieldControl | null>(null);

  /** Loads what checks the fields. Null if it does not arrive; the next call tries again. */
  function load(): Promise<FieldControl | null> {
    loading.current ??= Promise.all([import("@/components/form/field-control"), schema()]).then(
      ([{ createFieldControl }, known]) =>
        (control.current = createFieldControl({
          element: () => element.current,
          schema: known,
          returned: returned ? errorsOf(returned) : {},
          onErrors: setErrors,
        })),
      () => (loading.current = null),
    );
    return loading.current;
  }

  return {
    errorCount: Object.keys(errors).length,
    /** Loads the check before it is needed. */
    preload: () => void load(),
    register(name: string): RegisteredField {
      const error = errors[name];
      return {
        name,
        // Without register's ref: react-hook-form would use it to overwrite what was typed before hydration.
        onChange: async (event) => control.current?.register(name).onChange(event),
        onBlur: async (event) => control.current?.register(name).onBlur(event),
        defaultValue: (returned?.values ?? defaultValues)[name],
        error:
          typeof error?.message === "string"
            ? formatSentence({ key: keyOf(error.message), params: (error as FieldRefusal).params })
            : undefined,
      };
    },
    /** Whether every field is right. Shows an error at each that is wrong. */
    async check(): Promise<boolean> {
      const loaded = await load();
      if (!loaded || !element.current) {
        setErrors({});
        return true;
      }
      for (const name of namesOf(element.current)) loaded.register(name);
      let valid = false;
      await loaded.handleSubmit(() => void (valid = true))();
      return valid;
    },
    /** Shows the errors of a refusal at their fields. Returns whether that shows the whole refusal. */
    showErrors(refusal: Refusal): boolean {
      const fields = Object.entries(errorsOf(refusal));
      const names = namesOf(element.current!);
      const shown = fields.filter(([name]) => names.includes(name));
      if (!control.current) setErrors(Object.fromEntries(shown));
      for (const [name, error] of shown) control.current?.setError(name, error);
      return shown.length === fields.length && fields.length > 0;
    },
    /** Resets the fields to their initial values. */
    clear() {
      element.current?.reset();
      control.current?.reset();
    },
  };
}

function errorsOf(refusal: Refusal): Record<string, FieldRefusal> {
  const fields = Object.entries(refusal.fields ?? {});
  return Object.fromEntries(
    fields.map(([name, { key, params }]): [string, FieldRefusal] => [name, { type: "server", message: key, params }]),
  );
}

const namesOf = (form: HTMLFormElement) =>
  [...form.querySelectorAll<HTMLInputElement>(controls)].map(({ name }) => name).filter(Boolean);

/** The controls of a form that a user can fill in. */
export const controls = 'input:not([type="hidden"]), select, textarea';
