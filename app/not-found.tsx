import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OutsidePage } from "@/app/_parts/outside-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

export default async function NotFound() {
  const t = await getTranslations("pages");
  return <OutsidePage title={t("notFound")} text={t("notFoundText")} />;
}
