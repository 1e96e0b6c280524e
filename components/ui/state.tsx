import type { ReactNode } from "react";

/** A normal state: a dot and plain words. */
export function State({ off, children }: { off?: boolean; children: ReactNode }) {
  return (
    <span className={off ? "state before:bg-transparent before:[box-shadow:inset_0_0_0_1.5px_var(--faint)]" : "state"}>
      {children}
    </span>
  );
}
