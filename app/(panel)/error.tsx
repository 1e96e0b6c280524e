"use client";

import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";

/** Where a section could not be made: the frame stays, and with it the ways to the others. */
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
