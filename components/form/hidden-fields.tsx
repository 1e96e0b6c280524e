"use client";

import { RenderedForField } from "@/components/form/rendered-for";

/** The fields of a form that the user does not see: for whom it was rendered, and the given values. */
export function HiddenFields({ values }: { values: object }) {
  return (
    <>
      <RenderedForField />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
