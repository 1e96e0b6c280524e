import type { ReactNode } from "react";
import { BackLink, type Back } from "@/components/ui/back-link";
import { classes } from "@/components/ui/classes";

type Props = {
  title: ReactNode;
  text?: ReactNode;
  back?: Back;
  /** A button beside the title. */
  action?: ReactNode;
};

/** The heading of a tab. On a phone, the list of tabs already shows a title that stands alone. */
export function SectionHead({ title, text, back, action }: Props) {
  const alone = !text && !back;
  return (
    <div className={classes(look, alone && !action && "phone:hidden")}>
      {alone ? (
        <h2 className="phone:hidden">{title}</h2>
      ) : (
        <div className="min-w-0 wrap-anywhere">
          {back && <BackLink {...back} />}
          <h2>{title}</h2>
          {text && <p className="mt-0.5 max-w-[72ch] text-muted">{text}</p>}
        </div>
      )}
      {action}
    </div>
  );
}

const look = classes(
  "flex min-h-13 flex-wrap items-center justify-between gap-x-4 gap-y-3 px-gutter pt-4.5",
  "phone:pt-4 phone:[&_.button]:w-full",
);
