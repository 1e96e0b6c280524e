"use client";

import { useMissing, type Missing } from "@/app/_parts/use-missing";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { paths } from "@/lib/isomorphic/paths";

/** What the panel's frame shows instead of a section. Next sends it with every page, so a page must only name it. */
export function MissingSection({ why }: { why: Missing }) {
  const { title, text, back } = useMissing(why);
  return (
    <section>
      <Empty look="page" heading="h1" title={title} action={<LinkButton href={paths.home}>{back}</LinkButton>}>
        {text}
      </Empty>
    </section>
  );
}
