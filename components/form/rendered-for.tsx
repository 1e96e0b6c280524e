"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import { renderedFor } from "@/lib/isomorphic/rendered-for";

const Person = createContext("");

/**
 * Names the user for whom everything inside is drawn; "" when nobody is logged in. When Next renders the page for another user, React
 * discards the subtree, so what one user typed never stays in another user's forms.
 */
export function RenderedFor({ person, children }: { person: string; children: ReactNode }) {
  return (
    <Person key={person} value={person}>
      {children}
    </Person>
  );
}

export const useRenderedFor = () => useContext(Person);

/** Tells the server, also without JavaScript, which user a form was rendered for. */
export function RenderedForField() {
  const person = useRenderedFor();
  // With autocomplete on, Firefox restores the old value after a reload.
  return person !== "" && <input type="hidden" name={renderedFor} value={person} autoComplete="off" />;
}
