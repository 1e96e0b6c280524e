import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { HistoryList } from "@/app/(panel)/account/security/history/history-list";
import { ChevronLeft } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { listHistory } from "@/lib/domain/sign-ins/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

/** The user's complete login history. */
export default async function HistoryPage({ searchParams }: Props) {
  const params = await searchParams;
  const page = await load(listHistory, params);
  const [t, list] = [await getTranslations("history"), await getTranslations("list")];
  const way = (cursor: string | null, label: string) => ({
    label,
    href: cursor ? `${paths.history}?cursor=${cursor}` : undefined,
  });
  return (
    <section>
      <AccountHead current="security" />
      <div className="shead">
        <div>
          <Link className="back" href={paths.security}>
            <ChevronLeft />
            <span>{t("back")}</span>
          </Link>
          <h2>{t("title")}</h2>
          <p>{t("text")}</p>
        </div>
      </div>
      <div className="settings">
        {page.misread && (
          <div className="pt-3.5">
            <Notice tone="warning">{list("misread")}</Notice>
          </div>
        )}
        <div className="py-3.5">
          <HistoryList tries={page.tries} />
        </div>
        {(page.previous || page.next) && (
          <Pager
            label={list("pages")}
            range={null}
            previous={way(page.previous, t("newer"))}
            next={way(page.next, t("older"))}
          />
        )}
      </div>
    </section>
  );
}
