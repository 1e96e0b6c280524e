import type { ReactNode } from "react";
import { BackLink, type Back } from "@/components/ui/back-link";
import { classes } from "@/components/ui/classes";

type Props = {
  title: ReactNode;
  back?: Back;
  /** Stands below the title. */
  children?: ReactNode;
};

/** The heading of a page. */
export function PageHead({ title, back, children }: Props) {
  return (
    <div className={classes("px-gutter pt-5 wrap-anywhere phone:pt-4", Boolean(children) && "pb-2")}>
      {back && <BackLink {...back} />}
      <h1>{title}</h1>
      {children && <p className="mt-1.5">{children}</p>}
    </div>
  );
}
