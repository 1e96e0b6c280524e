import { classes } from "@/components/ui/classes";
import { ChevronLeft } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

export type Back = { href: string; label: string };

/** Above a heading: the way back to the list. */
export function BackLink({ href, label }: Back) {
  return (
    <Link className={look} href={href}>
      <ChevronLeft />
      <span>{label}</span>
    </Link>
  );
}

const look = classes(
  "mb-1.5 -ml-1 inline-flex min-h-6 items-center gap-1 px-1 py-0.5 text-13 text-muted no-underline hover:text-text",
  "print:hidden",
);
