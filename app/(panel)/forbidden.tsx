import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { paths } from "@/lib/isomorphic/paths";

/** A section that this user's privilege does not allow. The panel's frame stays, so they know where they are. */
export default async function ForbiddenSection() {
  const t = await getTranslations("pages");
  return (
    <section>
      <Empty
        look="page"
        heading="h1"
        title={t("forbidden")}
        action={<LinkButton href={paths.home}>{t("back")}</LinkButton>}
      >
        {t("forbiddenText")}
      </Empty>
    </section>
  );
}
