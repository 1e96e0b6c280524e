import { useLocale, useTranslations } from "next-intl";
import { lineUrl } from "@/app/(panel)/account/activity/list-url";
import { valueOf, wordsOf } from "@/app/(panel)/account/activity/words";
import { ListTable } from "@/app/(panel)/list/table";
import { At } from "@/components/ui/clock";
import { ArrowRight } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { FieldChange } from "@/lib/access/audit";
import type { ActivityLine } from "@/lib/domain/activity/output";
import type { ActivityQuery } from "@/lib/domain/activity/schema";
import { formatTime, isSameDay } from "@/lib/isomorphic/date-format";
import type { ListAddress } from "@/lib/isomorphic/list-query";

/** An entry can contain many fields and long notes. The row shows the beginning, the entry's own page the rest. */
const [mostShown, longestShown] = [4, 140];

type Props = { lines: ActivityLine[]; list: ListAddress<ActivityQuery>; digitalId: string; zone: string };

/** The entries of one page, by day. Each is a sentence: when, who, what, old → new, from where. */
export function ActivityTable({ lines, list, digitalId, zone }: Props) {
  const [t, translate, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  return (
    <ListTable
      className="activity-log"
      cards="phone:*:grid-cols-[1fr_auto] phone:*:gap-x-2 phone:*:gap-y-0.5"
      label={t("table", { digitalId })}
      list={list}
      rows={lines.map((line) => ({ ...line, words: wordsOf(line, translate) }))}
      keyOf={({ seq }) => seq}
      headingOf={({ at }, previous) => (!previous || !isSameDay(previous.at, at, zone)) && <At moment={at} as="day" />}
      columns={[
        {
          className: "cell-when",
          label: t("when"),
          width: "w-22",
          cell: ({ at }) => <time dateTime={at.toISOString()}>{formatTime(at, locale, zone)}</time>,
        },
        { className: "cell-who", label: t("who"), width: "w-[16%]", cell: ({ words }) => <bdi>{words.who}</bdi> },
        {
          className: "cell-what",
          label: t("what"),
          width: "w-1/4",
          cell: ({ seq, words }) => <Link href={lineUrl(seq)}>{words.what}</Link>,
        },
        {
          className: "cell-change",
          label: t("change"),
          cell: ({ changes }) => (
            <>
              {changes.slice(0, mostShown).map((change, at) => (
                <ChangedField key={at} {...change} zone={zone} />
              ))}
              {changes.length > mostShown && (
                <span className="block text-muted">{t("more", { count: changes.length - mostShown })}</span>
              )}
            </>
          ),
        },
        {
          className: "cell-from",
          label: t("from"),
          width: "w-41",
          cell: ({ words, byAddress }) => words.from ?? <span className="mono">{byAddress}</span>,
        },
      ]}
    />
  );
}

function ChangedField({ field, before, after, zone }: FieldChange & { zone: string }) {
  const [t, translate, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  if (field === "sessions") return <span className="block text-muted">{t("sessions", { count: Number(before) })}</span>;
  if (field === "servicesAdded")
    return <span className="block text-muted">{t("servicesAdded", { count: Number(after) })}</span>;
  const read = (value: string) => shortened(valueOf(field, value, translate, { locale, zone }));
  return (
    <span className="change">
      <span className="mr-0.75">{t(`field.${field}` as "field.email")}</span>{" "}
      {before !== null && (
        <>
          <bdi className="change-old">{read(before)}</bdi> <ArrowRight />
          <span className="sr-only">{t("became")}</span>{" "}
        </>
      )}
      {after === null ? (
        <span className="text-muted">{t("nothing")}</span>
      ) : (
        <bdi className="change-new">{read(after)}</bdi>
      )}
    </span>
  );
}

const shortened = (text: string) =>
  [...text].length > longestShown ? `${[...text].slice(0, longestShown).join("")}…` : text;
