"use client";

import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";

/** Shown when a section failed to render. The frame stays, with its links to other sections. */
export default function SectionFailed({ error }: { error: Error & { digest?: string } }) {
  const { title, text, again } = usePageFailure(error);
  return (
    <section className="empty" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <Button onClick={() => location.reload()}>{again}</Button>
    </section>
  );
}
