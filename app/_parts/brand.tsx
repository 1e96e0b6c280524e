"use client";

import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";

/** The mark and the installation's brand, linking home. */
export function Brand({ href, name }: { href: string; name: string }) {
  return (
    <Link className="brand" href={href}>
      <Mark />
      <bdi>{name}</bdi>
    </Link>
  );
}
