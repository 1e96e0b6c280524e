import { getTranslations } from "next-intl/server";
import { OutsidePage } from "@/app/_parts/outside-page";

export default async function Forbidden() {
  const t = await getTranslations("pages");
  return <OutsidePage title={t("forbidden")} text={t("forbiddenText")} />;
}
