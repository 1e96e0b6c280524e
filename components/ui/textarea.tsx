import type { ComponentProps } from "react";

export function Textarea(props: ComponentProps<"textarea">) {
  return <textarea dir="auto" rows={3} {...props} className="input block min-h-15 resize-y" />;
}
