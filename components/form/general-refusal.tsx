"use client";

import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { useRefusal } from "@/components/form/use-refusal";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";
import type { Refusal } from "@/lib/isomorphic/result";

/** Why a form was refused as a whole. Without JavaScript, adds a link to the page that confirms who the user is. */
export function GeneralRefusal({ refusal, ref }: { refusal: Refusal; ref: Ref<HTMLDivElement> }) {
  const [t, renderRefusal] = [useTranslations("form"), useRefusal()];
  return (
    <Notice tone="danger" role="alert" ref={ref}>
      {renderRefusal(refusal)}
      {refusal.remedy === "confirm" && (
        <noscript>
          {" "}
          <a href={paths.confirm}>{t("confirmSelf")}</a>
        </noscript>
      )}
    </Notice>
  );
}
