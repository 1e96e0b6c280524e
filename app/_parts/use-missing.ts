import { useTranslations } from "next-intl";

/** Why a page or a section is not shown. */
export type Missing = "notFound" | "forbidden";

/** The words for it: what happened, what to do, and the way back. */
export function useMissing(why: Missing) {
  const t = useTranslations("pages");
  const words = {
    notFound: { title: t("notFound"), text: t("notFoundText") },
    forbidden: { title: t("forbidden"), text: t("forbiddenText") },
  };
  return { ...words[why], back: t("back") };
}
