import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StandalonePage } from "@/app/_parts/standalone-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

export default async function NotFound() {
  const t = await getTranslations("pages");
  return <StandalonePage title={t("notFound")} text={t("notFoundText")} />;
}
