import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/button";
import { paths } from "@/lib/isomorphic/paths";

/** A section that this user's privilege does not allow. The panel's frame stays, so they know where they are. */
export default async function ForbiddenSection() {
  const t = await getTranslations("pages");
  return (
    <section className="empty">
      <h1>{t("forbidden")}</h1>
      <p>{t("forbiddenText")}</p>
      <LinkButton href={paths.home}>{t("back")}</LinkButton>
    </section>
  );
}
