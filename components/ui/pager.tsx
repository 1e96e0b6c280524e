import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { ChevronLeft, ChevronRight } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

type Way = { label: string; href?: string };

type Props = {
  label: string;
  range?: ReactNode;
  rows?: ReactNode;
  previous: Way;
  next: Way;
  /** Inside something that already has space at its sides. */
  flush?: boolean;
};

/** The foot of a list: the range of rows, the page size, and links to the other pages. */
export function Pager({ label, range, rows, previous, next, flush }: Props) {
  return (
    <div className={classes(look, !flush && "px-gutter")}>
      <span>{range}</span>
      {rows}
      <nav aria-label={label} className="-mr-2.25 ml-auto flex items-center gap-1">
        <Step {...previous} rel="prev" before={<ChevronLeft />} />
        <Step {...next} rel="next" after={<ChevronRight />} />
      </nav>
    </div>
  );
}

const look = classes(
  "flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5 text-13 text-muted [font-variant-numeric:tabular-nums]",
  "print:hidden",
);

function Step({ label, href, rel, before, after }: Way & { rel: string; before?: ReactNode; after?: ReactNode }) {
  const content = (
    <>
      {before}
      <span>{label}</span>
      {after}
    </>
  );
  const button = "button button-small button-quiet phone:min-h-11";
  if (!href) {
    return (
      <a className={classes(button, "border-transparent")} role="link" aria-disabled="true">
        {content}
      </a>
    );
  }
  return (
    <Link className={button} href={href} rel={rel}>
      {content}
    </Link>
  );
}
