"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import { drawnFor } from "@/lib/isomorphic/drawn-for";

const Person = createContext("");

/**
 * The person for whom everything inside is drawn; "" where nobody is logged in. When Next brings the page anew and somebody else is
 * logged in by then, the page begins anew: what was typed for one person does not stay in the forms of another.
 */
export function DrawnFor({ person, children }: { person: string; children: ReactNode }) {
  return (
    <Person key={person} value={person}>
      {children}
    </Person>
  );
}

export const useDrawnFor = () => useContext(Person);

/** The field by which a form without JavaScript says whom it was drawn for. */
export function DrawnForField() {
  const person = useDrawnFor();
  // Without autocomplete Firefox keeps the old value when the page is loaded again.
  return person !== "" && <input type="hidden" name={drawnFor} value={person} autoComplete="off" />;
}
