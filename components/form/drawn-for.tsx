"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import { drawnFor } from "@/lib/isomorphic/drawn-for";

const Person = createContext("");

/**
 * Names the user for whom everything inside is drawn; "" when nobody is logged in. When Next renders the page for another user, React
 * discards the subtree, so what one user typed never stays in another user's forms.
 */
export function DrawnFor({ person, children }: { person: string; children: ReactNode }) {
  return (
    <Person key={person} value={person}>
      {children}
    </Person>
  );
}

export const useDrawnFor = () => useContext(Person);

/** Tells the server, also without JavaScript, which user a form was drawn for. */
export function DrawnForField() {
  const person = useDrawnFor();
  // With autocomplete on, Firefox restores the old value after a reload.
  return person !== "" && <input type="hidden" name={drawnFor} value={person} autoComplete="off" />;
}
