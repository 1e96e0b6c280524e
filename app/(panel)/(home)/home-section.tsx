import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

type Props = {
  id: string;
  title: string;
  /** A link to all of what the section shows a part of. */
  all?: { href: string; label: string };
  children: ReactNode;
};

/** A section of the page, with its heading. */
export function HomeSection({ id, title, all, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <header className="mb-2 flex items-baseline justify-between gap-4">
        <h2 className="text-16" id={id}>
          {title}
        </h2>
        {all && (
          <Link className="-my-1 py-1 text-13 whitespace-nowrap" href={all.href}>
            {all.label}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}
