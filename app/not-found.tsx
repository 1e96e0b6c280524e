import { getTranslations } from "next-intl/server";
import { OutsidePage } from "@/app/outside-page";

export default async function NotFound() {
  const t = await getTranslations("pages");
  return <OutsidePage title={t("notFound")} text={t("notFoundText")} />;
}
