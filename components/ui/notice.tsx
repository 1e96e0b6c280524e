import type { ReactNode, Ref } from "react";
import { classes } from "@/components/ui/classes";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "@/components/ui/icon";

type Props = {
  tone?: keyof typeof tones;
  /** `alert` when it answers the user's last action. */
  role?: "alert" | "status";
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
};

/** A message that stays in the page. */
export function Notice({ tone = "plain", role, children, ref }: Props) {
  const { Icon, ground, sign } = tones[tone];
  return (
    <div className={classes(look, ground)} role={role} ref={ref}>
      <Icon className={classes("mt-0.5", sign)} />
      <div>{children}</div>
    </div>
  );
}

const look = classes(
  "grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 rounded-2 px-3.5 py-2.75 wrap-anywhere [&_b]:font-semibold",
  "print:hidden forced-colors:border",
);

const tones = {
  plain: { Icon: Info, ground: "bg-sunken hairline", sign: "text-muted" },
  warning: { Icon: TriangleAlert, ground: "bg-warning-soft", sign: "text-warning" },
  danger: { Icon: CircleAlert, ground: "bg-danger-soft", sign: "text-danger" },
  success: { Icon: CircleCheck, ground: "bg-success-soft", sign: "text-success" },
};
