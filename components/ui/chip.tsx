import type { ReactNode } from "react";
import { Words } from "@/components/ui/words";

type Props = { tone?: "plain" | "warning" | "danger" | "success" | "accent"; icon?: ReactNode; children: ReactNode };

/** A state that a user must act on. Use `State` for a normal one. */
export function Chip({ tone = "plain", icon, children }: Props) {
  const look = ["chip", tone !== "plain" && tone, !icon && "plain"].filter(Boolean).join(" ");
  return (
    <span className={look}>
      {icon}
      <Words>{children}</Words>
    </span>
  );
}
