import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

/** A normal state: a dot and plain words. */
export function State({ off, children }: { off?: boolean; children: ReactNode }) {
  return (
    <span
      className={classes("state", off && "before:bg-transparent before:[box-shadow:inset_0_0_0_1.5px_var(--faint)]")}
    >
      {children}
    </span>
  );
}
