"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** What is shown where a page could not be made. The digest is the number under which the cause was logged. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations("pages");
  const unavailable = error.digest === "unavailable";
  return (
    <div className="auth alone">
      <div className="left">
        <main className="box">
          <div>
            <h1>{unavailable ? t("unavailable") : t("failed")}</h1>
            <p>{unavailable ? t("unavailableText") : t("failedText", { id: error.digest ?? "" })}</p>
          </div>
          <Button variant="primary" wide onClick={() => location.reload()}>
            {t("again")}
          </Button>
        </main>
      </div>
    </div>
  );
}
