"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Where a section could not be made: the frame stays, and with it the ways to the others. */
export default function SectionFailed({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations("pages");
  const unavailable = error.digest === "unavailable";
  return (
    <section className="empty" role="alert">
      <h1>{unavailable ? t("unavailable") : t("failed")}</h1>
      <p>{unavailable ? t("unavailableText") : t("failedText", { id: error.digest ?? "" })}</p>
      <Button onClick={() => location.reload()}>{t("again")}</Button>
    </section>
  );
}
