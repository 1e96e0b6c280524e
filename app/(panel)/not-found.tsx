import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

/** Shown in the panel's frame for what does not exist or belongs to another account. */
export default async function NotFound() {
  const t = await getTranslations("pages");
  return (
    <section className="empty">
      <h1>{t("notFound")}</h1>
      <p>{t("notFoundText")}</p>
      <LinkButton href={paths.home}>{t("back")}</LinkButton>
    </section>
  );
}
