import type { ReactNode, Ref } from "react";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "@/components/ui/icon";

type Props = {
  tone?: "plain" | "warning" | "danger" | "success";
  /** `alert` when it answers the user's last action. */
  role?: "alert" | "status";
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
};

/** A message that stays in the page. */
export function Notice({ tone = "plain", role, children, ref }: Props) {
  const Icon = { plain: Info, warning: TriangleAlert, danger: CircleAlert, success: CircleCheck }[tone];
  return (
    <div className={tone === "plain" ? "notice" : `notice ${tone}`} role={role} ref={ref}>
      <Icon />
      <div>{children}</div>
    </div>
  );
}
