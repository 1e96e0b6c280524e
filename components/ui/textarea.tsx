import type { ComponentProps } from "react";

/** A field of several lines, without its label. */
export function Textarea(props: ComponentProps<"textarea">) {
  return <textarea dir="auto" rows={3} {...props} className="input block min-h-15 resize-y" />;
}
