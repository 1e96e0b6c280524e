"use client";

import { OutsidePage } from "@/app/_parts/outside-page";
import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";

/** Shown when a page failed to render. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { title, text, again } = usePageFailure(error);
  return (
    <OutsidePage title={title} text={text}>
      <Button variant="primary" wide onClick={() => location.reload()}>
        {again}
      </Button>
    </OutsidePage>
  );
}
