"use client";

import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";

/** Shown when a page failed to render. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { title, text, again } = usePageFailure(error);
  return (
    <div className="auth alone">
      <div className="left">
        <main className="box">
          <div>
            <h1>{title}</h1>
            <p>{text}</p>
          </div>
          <Button variant="primary" wide onClick={() => location.reload()}>
            {again}
          </Button>
        </main>
      </div>
    </div>
  );
}
