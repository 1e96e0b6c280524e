import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Refusal } from "@/lib/isomorphic/result";

/**
 * For a form that sets one's own password. With the new password the session gets a new token, so where the answer is lost the browser is
 * logged out if the password was changed, and the old one opens nothing.
 */
export function usePerhapsChanged() {
  const t = useTranslations("security");
  const [isLost, setLost] = useState(false);
  return {
    onRefused: ({ remedy }: Refusal) => setLost(remedy === "look"),
    notice: isLost && (
      <Notice tone="warning">
        <span>{t("perhaps")}</span>
      </Notice>
    ),
  };
}
