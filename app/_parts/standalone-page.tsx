"use client";

import { Brand } from "@/app/_parts/brand";
import { OutsidePage } from "@/app/_parts/outside-page";
import { useMissing, type Missing } from "@/app/_parts/use-missing";
import { Link } from "@/components/ui/link";
import { paths } from "@/lib/isomorphic/paths";

/** A page outside the sections: what happened, and a way back. Next sends it with every page, so a page must only name it. */
export function StandalonePage({ why, brand }: { why: Missing; brand: string }) {
  const { title, text, back } = useMissing(why);
  return (
    <OutsidePage title={title} text={text} head={<Brand href={paths.home} name={brand} />}>
      <Link className="button button-primary w-full" href={paths.home}>
        {back}
      </Link>
    </OutsidePage>
  );
}
