import type { ReactNode } from "react";
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
  const look =
    "flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5 text-13 text-muted [font-variant-numeric:tabular-nums] print:hidden";
  return (
    <div className={flush ? look : `${look} px-gutter`}>
      <span>{range}</span>
      {rows}
      <nav aria-label={label} className="-mr-2.25 ml-auto flex items-center gap-1">
        <Step {...previous} rel="prev" before={<ChevronLeft />} />
        <Step {...next} rel="next" after={<ChevronRight />} />
      </nav>
    </div>
  );
}

function Step({ label, href, rel, before, after }: Way & { rel: string; before?: ReactNode; after?: ReactNode }) {
  const content = (
    <>
      {before}
      <span>{label}</span>
      {after}
    </>
  );
  if (!href)
    return (
      <a
        className="button button-small button-quiet border-transparent phone:min-h-11"
        role="link"
        aria-disabled="true"
      >
        {content}
      </a>
    );
  return (
    <Link className="button button-small button-quiet phone:min-h-11" href={href} rel={rel}>
      {content}
    </Link>
  );
}
