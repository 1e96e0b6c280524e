import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { HistoryList } from "@/app/(panel)/account/security/history/history-list";
import { ListPager } from "@/app/(panel)/list/pager";
import { Notice } from "@/components/ui/notice";
import { SectionHead } from "@/components/ui/section-head";
import { Settings } from "@/components/ui/setting";
import { listHistory } from "@/lib/domain/sign-ins/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

const newest = { cursor: "" };
const historyList = { path: paths.history, query: newest, fallback: newest };

/** The user's complete login history. */
export default async function HistoryPage({ searchParams }: Props) {
  const params = await searchParams;
  const page = await load(listHistory, params);
  const [t, list] = [await getTranslations("history"), await getTranslations("list")];
  return (
    <section>
      <AccountHead current="security" />
      <SectionHead back={{ href: paths.security, label: t("back") }} title={t("title")} text={t("text")} />
      <Settings>
        {page.misread && (
          <div className="pt-3.5">
            <Notice tone="warning">{list("misread")}</Notice>
          </div>
        )}
        <div className="py-3.5">
          <HistoryList tries={page.tries} />
        </div>
        {(page.previous || page.next) && <ListPager list={historyList} ways={page} byTime flush />}
      </Settings>
    </section>
  );
}
