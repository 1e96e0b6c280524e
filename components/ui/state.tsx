import type { ReactNode } from "react";

/** A normal state: a dot and plain words. */
export function State({ off, children }: { off?: boolean; children: ReactNode }) {
  return <span className={off ? "state off" : "state"}>{children}</span>;
}
