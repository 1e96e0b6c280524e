"use client";

import { useEffect, useRef, type RefObject } from "react";

/**
 * Keeps a form's fields equal to the URL, which changes without a load. What the user typed or chose since the last submit, link, Back
 * or Forward stays, because the URL does not contain it yet.
 */
export function useUrlValues(form: RefObject<HTMLFormElement | null>, values: Record<string, string>) {
  const touched = useRef(new Set<string>());
  const serialized = JSON.stringify(values);

  useEffect(() => {
    const element = form.current!;
    const touch = ({ target }: Event) => void touched.current.add((target as HTMLInputElement).name);
    // The user may have typed before this script ran.
    const focused = document.activeElement as HTMLInputElement | null;
    if (focused?.form === element) touched.current.add(focused.name);
    const asked = ({ type, target }: Event) => {
      if (type !== "click" || (target as Element).closest("a[href]")) touched.current.clear();
    };
    element.addEventListener("input", touch);
    // Captures the event before the router sees it, because the router may have the page already.
    for (const type of asking) addEventListener(type, asked, { capture: true });
    return () => {
      element.removeEventListener("input", touch);
      for (const type of asking) removeEventListener(type, asked, { capture: true });
    };
  }, [form]);

  useEffect(() => {
    for (const [name, value] of Object.entries(JSON.parse(serialized) as Record<string, string>)) {
      const field = form.current!.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field.value !== value && !touched.current.has(name)) field.value = value;
    }
  }, [form, serialized]);
}

/** Events that ask for another URL. */
const asking = ["submit", "click", "popstate"];
