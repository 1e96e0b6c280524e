"use client";

import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** Shown when a section failed to render. The frame stays, with its links to other sections. */
export default function SectionFailed({ error }: { error: Error & { digest?: string } }) {
  const { title, text, again } = usePageFailure(error);
  return (
    <section role="alert">
      <Empty look="page" heading="h1" title={title} action={<Button onClick={() => location.reload()}>{again}</Button>}>
        {text}
      </Empty>
    </section>
  );
}
