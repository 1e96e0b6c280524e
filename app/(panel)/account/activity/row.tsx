import { useLocale, useTranslations } from "next-intl";
import { lineUrl } from "@/app/(panel)/account/activity/list-url";
import { valueOf, wordsOf } from "@/app/(panel)/account/activity/words";
import { ArrowRight } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { FieldChange } from "@/lib/access/audit";
import type { ActivityLine } from "@/lib/domain/activity/output";
import { formatTime } from "@/lib/isomorphic/date-format";

/** An entry can contain many fields and long notes. The row shows the beginning, the entry's own page the rest. */
const [mostShown, longestShown] = [4, 140];

/** One entry of the activity in a sentence: when, who, what, old → new, from where. */
export function ActivityRow({ line, zone }: { line: ActivityLine; zone: string }) {
  const [t, translate, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  const { who, what, from } = wordsOf(line, translate);
  return (
    <tr role="row">
      <td role="cell" className="c-when">
        <time dateTime={line.at.toISOString()}>{formatTime(line.at, locale, zone)}</time>
      </td>
      <td role="cell" className="c-who strong">
        <bdi>{who}</bdi>
      </td>
      <td role="cell" className="c-what">
        <Link href={lineUrl(line.seq)}>{what}</Link>
      </td>
      <td role="cell" className="c-change">
        {line.changes.slice(0, mostShown).map((change, at) => (
          <ChangedField key={at} {...change} zone={zone} />
        ))}
        {line.changes.length > mostShown && (
          <span className="muted block">{t("more", { count: line.changes.length - mostShown })}</span>
        )}
      </td>
      <td role="cell" className="c-from">
        {from ?? <span className="mono">{line.byAddress}</span>}
      </td>
    </tr>
  );
}

function ChangedField({ field, before, after, zone }: FieldChange & { zone: string }) {
  const [t, translate, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  if (field === "sessions") return <span className="muted block">{t("sessions", { count: Number(before) })}</span>;
  if (field === "servicesAdded")
    return <span className="muted block">{t("servicesAdded", { count: Number(after) })}</span>;
  const read = (value: string) => shortened(valueOf(field, value, translate, { locale, zone }));
  return (
    <span className="change block">
      <span className="f">{t(`field.${field}` as "field.email")}</span>{" "}
      {before !== null && (
        <>
          <bdi className="was">{read(before)}</bdi> <ArrowRight />
          <span className="sr">{t("became")}</span>{" "}
        </>
      )}
      {after === null ? <span className="muted">{t("nothing")}</span> : <bdi className="now">{read(after)}</bdi>}
    </span>
  );
}

const shortened = (text: string) =>
  [...text].length > longestShown ? `${[...text].slice(0, longestShown).join("")}…` : text;
