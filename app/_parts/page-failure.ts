"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { isLoss, lossReason, type Loss } from "@/components/form/loss";

/** The words of an error page. It claims nothing about saving: a form may have been saved before the page failed. */
export function usePageFailure(error: Error & { digest?: string }): { title: string; text: string; again: string } {
  const [t, loss] = [useTranslations("pages"), useLoss(error)];
  if (loss === "updated") return { title: t("updated"), text: t("updatedText"), again: t("reload") };
  const again = t("again");
  if (loss === "unanswered") return { title: t("unanswered"), text: t("unansweredText"), again };
  if (error.digest === "unavailable") return { title: t("unavailable"), text: t("unavailableText"), again };
  // The digest is the log number of the cause. A failure in the browser has none.
  if (error.digest) return { title: t("failed"), text: t("failedText", { id: error.digest }), again };
  return { title: t("failed"), text: t("failedHere"), again };
}

/** Why a file that the page needs did not load. Null for other errors, and while it is unknown. */
function useLoss(error: Error): Loss | null {
  const [loss, setLoss] = useState<Loss | null>(null);
  useEffect(() => {
    let current = true;
    setLoss(null);
    if (isLoss(error)) void lossReason(error).then((why) => current && setLoss(why));
    return () => {
      current = false;
    };
  }, [error]);
  return loss;
}
