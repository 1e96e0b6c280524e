import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Refusal } from "@/lib/isomorphic/result";

/**
 * For a form that sets the user's own password. A new password gives the session a new token. If the answer is lost and the password was
 * changed, the browser is logged out and the old password no longer works.
 */
export function usePossiblyChanged() {
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
