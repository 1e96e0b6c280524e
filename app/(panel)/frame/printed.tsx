"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { formatDay, formatTime } from "@/lib/isomorphic/date-format";

/** Shown only on paper: the URL and time of printing, written when printing begins. */
export function Printed({ zone }: { zone: string }) {
  const [t, locale] = [useTranslations("frame"), useLocale()];
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const write = () => {
      const now = new Date();
      const date = `${formatDay(now, locale, zone)}, ${formatTime(now, locale, zone)} (${zone})`;
      text.current!.textContent = t("printed", { address: location.href, date });
    };
    addEventListener("beforeprint", write);
    return () => removeEventListener("beforeprint", write);
  }, [t, locale, zone]);
  return <p className="mb-[4mm] hidden text-[8pt]/[1.4] wrap-anywhere text-muted print:block" ref={text} />;
}
