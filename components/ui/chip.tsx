import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Words } from "@/components/ui/words";

type Props = { tone?: keyof typeof tones; icon?: ReactNode; children: ReactNode };

/** A state that a user must act on. Use `State` for a normal one. */
export function Chip({ tone = "plain", icon, children }: Props) {
  return (
    <span className={classes("chip", tones[tone], !icon && "px-1.75")}>
      {icon}
      <Words>{children}</Words>
    </span>
  );
}

/** Marks one's own row among others. */
export const OwnMark = ({ children }: { children: ReactNode }) => (
  <span className="ml-1.5 rounded-1 bg-accent-soft px-1.25 align-[1px] text-12 font-medium text-accent">
    {children}
  </span>
);

const tones = {
  plain: "hairline",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  success: "bg-success-soft text-success",
};
