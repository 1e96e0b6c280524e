"use client";

import { usePageFailure } from "@/app/_parts/page-failure";
import { Button } from "@/components/ui/button";

/** What is shown where a page could not be made. */
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
