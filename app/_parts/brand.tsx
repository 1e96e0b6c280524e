import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";
import { env } from "@/lib/runtime/env.mjs";

/** The mark and the installation's brand, linking home. */
export function Brand({ href }: { href: string }) {
  return (
    <Link className="brand" href={href}>
      <Mark />
      <bdi>{env.brand}</bdi>
    </Link>
  );
}
