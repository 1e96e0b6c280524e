import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

/** Shown in the panel's frame for what does not exist or belongs to another account. */
export default async function NotFound() {
  const t = await getTranslations("pages");
  return (
    <section>
      <Empty
        look="page"
        heading="h1"
        title={t("notFound")}
        action={<LinkButton href={paths.home}>{t("back")}</LinkButton>}
      >
        {t("notFoundText")}
      </Empty>
    </section>
  );
}
