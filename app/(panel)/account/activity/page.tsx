import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { ActivityFilters } from "@/app/(panel)/account/activity/filters";
import { activityUrl } from "@/app/(panel)/account/activity/list-url";
import { ActivityRow } from "@/app/(panel)/account/activity/row";
import { AccountHead } from "@/app/(panel)/account/head";
import { Texts } from "@/app/texts/texts";
import { LinkButton } from "@/components/ui/button";
import { At } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { listActivity } from "@/lib/domain/activity/operations";
import { endsBeforeItBegins } from "@/lib/domain/activity/schema";
import { load, loadMember } from "@/lib/doors/page";
import { isSameDay, zoneOf } from "@/lib/isomorphic/date-format";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

export default function ActivityPage(props: Props) {
  return (
    <Texts of={["list"]}>
      <Activity {...props} />
    </Texts>
  );
}

async function Activity({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: reader }, page] = [await loadMember(), await load(listActivity, params)];
  const [t, translate, locale] = [await getTranslations("activity"), await getTranslations(), await getLocale()];
  const { query, lines } = page;
  const zone = zoneOf(reader);
  const way = (cursor: string | null, label: string) => ({
    label,
    href: cursor ? activityUrl({ ...query, cursor }) : undefined,
  });
  const person = query.person ? (page.person ? (page.person.name ?? t("erased")) : query.person) : null;
  // A filter names a person who does not exist here.
  const nobody = query.who && !page.who ? query.who : query.person && !page.person ? query.person : null;
  const [emptyTitle, emptyText] = nobody
    ? [t("nobodyTitle", { name: nobody }), t("nobodyText")]
    : endsBeforeItBegins(query)
      ? [t("nothingTitle"), t("backwardsText")]
      : [t("nothingTitle"), t("nothingText")];
  return (
    <section>
      <AccountHead current="activity" />
      <div className="shead">
        <div>
          <h2>{t("title")}</h2>
          <p>{t("text")}</p>
        </div>
      </div>
      {(page.misread || page.cut) && (
        <div className="grid gap-2 px-(--gutter) pt-3.5">
          {page.misread && <Notice tone="warning">{translate("list.misread")}</Notice>}
          {page.cut && <Notice>{t("cut", { q: query.q, count: page.cut })}</Notice>}
        </div>
      )}
      <ActivityFilters
        query={query}
        person={person}
        aboutService={page.person?.isService ?? false}
        lines={lines.length}
        reader={reader}
      />
      {lines.length > 0 ? (
        <>
          <div className="wrap">
            <table role="table" className="ledger log" aria-label={t("table", { digitalId: reader.digitalId })}>
              <thead role="rowgroup">
                <tr role="row">
                  {(["when", "who", "what", "change", "from"] as const).map((column) => (
                    <th role="columnheader" scope="col" key={column} className={`c-${column}`}>
                      {t(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody role="rowgroup">
                {lines.map((line, index) => {
                  const before = lines[index - 1];
                  return (
                    <Fragment key={line.seq}>
                      {(!before || !isSameDay(before.at, line.at, locale, zone)) && (
                        <tr role="row" className="day">
                          <th role="rowheader" scope="rowgroup" colSpan={5}>
                            <At moment={line.at} as="day" />
                          </th>
                        </tr>
                      )}
                      <ActivityRow line={line} zone={zone} />
                    </Fragment>
                  );
                })}
              </tbody>
            </table>
          </div>
          <Pager
            label={t("pages")}
            range={null}
            previous={way(page.previous, t("newer"))}
            next={way(page.next, t("older"))}
          />
        </>
      ) : (
        <Empty title={emptyTitle} action={<LinkButton href={activityUrl({})}>{translate("list.clearAll")}</LinkButton>}>
          {emptyText}
        </Empty>
      )}
    </section>
  );
}
