"use client";

import { useEffect, useRef, type RefObject } from "react";

/**
 * Keeps the fields of a form as the address says, which changes below without a load. What a person typed or chose since the
 * address was asked for, by a form, a link, Back or Forward, stays: it is not in that address yet.
 */
export function useAddressValues(form: RefObject<HTMLFormElement | null>, values: Record<string, string>) {
  const touched = useRef(new Set<string>());
  const said = JSON.stringify(values);

  useEffect(() => {
    const element = form.current!;
    const touch = ({ target }: Event) => void touched.current.add((target as HTMLInputElement).name);
    // A person may have typed before this script ran.
    const focused = document.activeElement as HTMLInputElement | null;
    if (focused?.form === element) touched.current.add(focused.name);
    const asked = ({ type, target }: Event) => {
      if (type !== "click" || (target as Element).closest("a[href]")) touched.current.clear();
    };
    element.addEventListener("input", touch);
    // Before the router hears of it, which may have the page at hand.
    for (const type of asking) addEventListener(type, asked, { capture: true });
    return () => {
      element.removeEventListener("input", touch);
      for (const type of asking) removeEventListener(type, asked, { capture: true });
    };
  }, [form]);

  useEffect(() => {
    for (const [name, value] of Object.entries(JSON.parse(said) as Record<string, string>)) {
      const field = form.current!.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field.value !== value && !touched.current.has(name)) field.value = value;
    }
  }, [form, said]);
}

/** What asks for another address. */
const asking = ["submit", "click", "popstate"];
