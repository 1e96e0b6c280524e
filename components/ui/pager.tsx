import type { ReactNode } from "react";
import { ChevronLeft, ChevronRight } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

type Way = { label: string; href?: string };

/** The foot of a list: the range of rows, the page size, and links to the other pages. */
export function Pager({ label, range, rows, previous, next }: Props) {
  return (
    <div className="pager">
      <span>{range}</span>
      {rows}
      <nav aria-label={label}>
        <Step {...previous} rel="prev" before={<ChevronLeft />} />
        <Step {...next} rel="next" after={<ChevronRight />} />
      </nav>
    </div>
  );
}

type Props = { label: string; range?: ReactNode; rows?: ReactNode; previous: Way; next: Way };

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
      <a className="button button-small button-quiet" role="link" aria-disabled="true">
        {content}
      </a>
    );
  return (
    <Link className="button button-small button-quiet" href={href} rel={rel}>
      {content}
    </Link>
  );
}
