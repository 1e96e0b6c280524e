import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { AccountHead } from "@/app/(panel)/account/head";
import { ActivityRow } from "@/app/(panel)/account/activity/row";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { listActivity } from "@/lib/activity/operations";
import { formatLongDay, isDayBefore, isSameDay, zoneOf } from "@/lib/format";
import { load, loadMember } from "@/lib/load";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

export default async function ActivityPage({ searchParams }: Props) {
  const { cursor = "" } = await searchParams;
  const [member, page] = [await loadMember(), await load(listActivity, { cursor })];
  const [t, locale] = [await getTranslations("activity"), await getLocale()];
  const zone = zoneOf(member);
  const now = new Date();
  const dayOf = (moment: Date) => {
    const date = formatLongDay(moment, locale, zone);
    if (isSameDay(moment, now, locale, zone)) return t("today", { date });
    return isDayBefore(moment, now, locale, zone) ? t("yesterday", { date }) : date;
  };
  const way = (to: string | null, label: string) => ({
    label,
    href: to ? `${paths.activity}?cursor=${encodeURIComponent(to)}` : undefined,
  });
  return (
    <section>
      <AccountHead current="activity" />
      <div className="shead">
        <div>
          <h2>{t("title")}</h2>
          <p>{t("text")}</p>
        </div>
      </div>
      {page.strayed && (
        <div className="px-(--gutter) pt-3.5">
          <Notice tone="warning">{t("misread")}</Notice>
        </div>
      )}
      <div className="wrap mt-3.5">
        <table role="table" className="ledger log" aria-label={t("table", { digitalId: member.digitalId })}>
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
            {page.lines.map((line, index) => {
              const day = dayOf(line.at);
              const before = page.lines[index - 1];
              return (
                <Fragment key={line.seq}>
                  {(!before || dayOf(before.at) !== day) && (
                    <tr role="row" className="day">
                      <th role="rowheader" scope="rowgroup" colSpan={5}>
                        {day}
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
      <Pager label={t("title")} range={null} previous={way(page.previous, t("newer"))} next={way(page.next, t("older"))} />
    </section>
  );
}
