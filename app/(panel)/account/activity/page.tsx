import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { activityFilters } from "@/app/(panel)/account/activity/filters";
import { activityList, activityUrl } from "@/app/(panel)/account/activity/list-url";
import { ActivityTable } from "@/app/(panel)/account/activity/table";
import { AccountHead } from "@/app/(panel)/account/head";
import { List } from "@/app/(panel)/list/list";
import { PickLink } from "@/components/ui/pick";
import { listActivity } from "@/lib/domain/activity/operations";
import { endsBeforeItBegins } from "@/lib/domain/activity/schema";
import { load, loadMember } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { isolated } from "@/lib/isomorphic/isolate.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

export default async function ActivityPage({ searchParams }: Props) {
  const [{ principal: reader }, page] = [await loadMember(), await load(listActivity, await searchParams)];
  const [t, frame] = [await getTranslations("activity"), await getTranslations("frame")];
  const { query, lines } = page;
  const list = activityList(query);
  const person = query.person && (page.person ? (page.person.name ?? t("erased")) : query.person);
  // A service can only be acted on; it never acts.
  const of = page.person?.isService ? t("about") : t("byOrAbout");
  // A filter names a person who does not exist here.
  const nobody = (!page.who && query.who) || (!page.person && query.person);
  return (
    <List
      list={list}
      page={page}
      head={<AccountHead current="activity" />}
      title={t("title")}
      text={t("text")}
      cut={page.cut ? t("cut", { q: query.q, count: page.cut }) : null}
      {...await activityFilters(query, reader)}
      setFilter={
        person && (
          <PickLink
            href={activityUrl({ ...query, person: "", cursor: "" })}
            aria-label={frame("labelled", { label: `${of} ${isolated(person)}`, value: t("everyone") })}
            label={of}
            value={person}
          />
        )
      }
      count={lines.length}
      shown={t("onPage", { count: lines.length })}
      byTime
      nothing={
        nobody
          ? { title: t("nobodyTitle", { name: nobody }), text: t("nobodyText") }
          : { title: t("nothingTitle"), text: endsBeforeItBegins(query) ? t("backwardsText") : t("nothingText") }
      }
    >
      <ActivityTable lines={lines} list={list} digitalId={reader.digitalId} zone={zoneOf(reader)} />
    </List>
  );
}
