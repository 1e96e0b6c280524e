import type { ReactNode } from "react";
import { CircleAlert } from "@/components/ui/icon";

/** A sentence that says what is wrong, and what to do. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="error" id={id}>
      <CircleAlert className="mt-0.5 size-3.5" />
      <span>{children}</span>
    </p>
  );
}
