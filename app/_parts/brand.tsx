"use client";

import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";

/** The mark and the installation's brand, linking home. A client component, so a page only names it. */
export function Brand({ href, name, className }: { href: string; name: string; className?: string }) {
  return (
    <Link className={classes(look, className)} href={href}>
      <Mark />
      <bdi>{name}</bdi>
    </Link>
  );
}

const look = classes(
  "inline-flex items-center gap-2.25 justify-self-start rounded-1 text-[1.0625rem]/[1.5rem] font-[650]",
  "[letter-spacing:-0.012em] text-text no-underline print:align-middle",
);
