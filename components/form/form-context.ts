"use client";

import { createContext, useContext, useEffect, useLayoutEffect, useState, type RefObject } from "react";
import type { RegisteredField } from "@/components/form/use-fields";

type Inside = { element: RefObject<HTMLFormElement | null>; hold: (reason: string | null) => void };

/** What a form offers to the parts inside. */
export const FormContext = createContext<Inside | null>(null);

/** Returns a function that submits the surrounding form as its button does. */
export function useSubmit(): () => void {
  const { element } = useContext(FormContext)!;
  return () => element.current?.requestSubmit();
}

/**
 * Holds the surrounding form while a part inside is missing. Without a reason its button waits; with one, the button is withheld and shows
 * it.
 */
export function useHold(held: boolean, reason = "") {
  const { hold } = useContext(FormContext)!;
  useLayoutEffect(() => {
    if (!held) return;
    hold(reason);
    return () => hold(null);
  }, [held, reason, hold]);
}

/** The current value of a field of the surrounding form. Without a field, it is empty. */
export function useTyped(field: RegisteredField | undefined): string {
  const { element } = useContext(FormContext)!;
  const [typed, setTyped] = useState(field?.defaultValue ?? "");
  const name = field?.name;
  useEffect(() => {
    if (name === undefined) return;
    const form = element.current!;
    const look = () => setTyped(String(new FormData(form).get(name) ?? ""));
    const afterReset = () => setTimeout(look);
    look();
    form.addEventListener("input", look);
    form.addEventListener("reset", afterReset);
    return () => {
      form.removeEventListener("input", look);
      form.removeEventListener("reset", afterReset);
    };
  }, [element, name]);
  return typed;
}
