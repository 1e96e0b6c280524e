import { getTranslations } from "next-intl/server";
import { StandalonePage } from "@/app/_parts/standalone-page";

export default async function Forbidden() {
  const t = await getTranslations("pages");
  return <StandalonePage title={t("forbidden")} text={t("forbiddenText")} />;
}
