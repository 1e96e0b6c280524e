import Link from "next/link";
import { Mark } from "@/components/ui/mark";
import { env } from "@/lib/env.mjs";

/** The mark and the name of the installation, leading home. */
export function Brand({ href }: { href: string }) {
  return (
    <Link className="brand" href={href} prefetch={false}>
      <Mark />
      {env.brand}
    </Link>
  );
}
