import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/ui/link";
import { paths } from "@/lib/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

/** What is not there, or belongs to another account, inside the panel's own frame. */
export default async function NotFound() {
  const t = await getTranslations("pages");
  return (
    <section>
      <div className="phead">
        <h1>{t("notFound")}</h1>
      </div>
      <p>{t("notFoundText")}</p>
      <p className="pt-3">
        <Link className="btn" href={paths.home}>
          {t("back")}
        </Link>
      </p>
    </section>
  );
}
