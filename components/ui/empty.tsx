import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type Props = {
  /** A drawing of what is missing. */
  drawn?: ReactNode;
  title: string;
  /** The level of its heading. */
  heading?: "h1" | "h2" | "h3";
  /** Stands below a list's title, in a box of its own, or alone in a page. */
  look?: keyof typeof looks;
  children?: ReactNode;
  action?: ReactNode;
};

/** Nothing here: what it is for, and how to add the first row. */
export function Empty({ drawn, title, heading: Heading = "h3", look = "list", children, action }: Props) {
  return (
    <div className={classes(everyLook, looks[look])}>
      {drawn}
      <Heading className="text-18 font-semibold">{title}</Heading>
      {children && <p className="max-w-[54ch] text-balance text-muted">{children}</p>}
      {action}
    </div>
  );
}

const everyLook = classes(
  "grid justify-items-center gap-2 text-center [&_.button]:mt-3 [&_.reason]:order-none [&_.reason]:text-center",
  "[&_.withheld]:mt-3 [&_.withheld]:flex-col [&_.withheld]:gap-1.5",
);

const looks = {
  list: "mt-3.5 border-t border-line px-gutter pt-14 pb-16",
  box: "rounded-3 border border-line px-4 py-10",
  page: "mt-3.5 px-gutter pt-14 pb-16",
};
