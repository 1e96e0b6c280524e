import { getTranslations } from "next-intl/server";
import { Brand } from "@/app/_parts/brand";
import { Link } from "@/components/ui/link";
import { paths } from "@/lib/isomorphic/paths";

/** A page outside the sections: what happened, and a way back. */
export async function StandalonePage({ title, text }: { title: string; text: string }) {
  const t = await getTranslations("pages");
  return (
    <div className="auth alone">
      <div className="left">
        <header>
          <Brand href={paths.home} />
        </header>
        <main className="box">
          <div>
            <h1>{title}</h1>
            <p>{text}</p>
          </div>
          <Link className="button button-primary w-full" href={paths.home}>
            {t("back")}
          </Link>
        </main>
      </div>
    </div>
  );
}
