import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { lineAddress } from "@/app/(panel)/account/activity/address";
import { valueOf, wordsOf } from "@/app/(panel)/account/activity/words";
import { ArrowRight } from "@/components/ui/icon";
import type { ActivityLine } from "@/lib/activity/store";
import type { FieldChange } from "@/lib/audit";
import { formatTime } from "@/lib/format";

/** One line of the activity, in a sentence: when, who, what, old → new, from where. */
export function ActivityRow({ line, zone }: { line: ActivityLine; zone: string }) {
  const [say, locale] = [useTranslations(), useLocale()];
  const { who, what, from } = wordsOf(line, say);
  return (
    <tr role="row">
      <td role="cell" className="c-when">
        <time dateTime={line.at.toISOString()}>{formatTime(line.at, locale, zone)}</time>
      </td>
      <td role="cell" className="c-who strong">
        {who}
      </td>
      <td role="cell" className="c-what">
        <Link href={lineAddress(line.seq)} prefetch={false}>
          {what}
        </Link>
      </td>
      <td role="cell" className="c-change">
        {line.changes.map((change) => (
          <ChangedField key={change.field} {...change} />
        ))}
      </td>
      <td role="cell" className="c-from">
        {from ?? <span className="mono">{line.byAddress}</span>}
      </td>
    </tr>
  );
}

function ChangedField({ field, before, after }: FieldChange) {
  const [t, say, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  if (field === "sessions") return <span className="muted block">{t("sessions", { count: Number(before) })}</span>;
  return (
    <span className="change block">
      <span className="f">{t(`field.${field}` as "field.email")}</span>{" "}
      {before !== null && (
        <>
          <span className="was">{valueOf(field, before, say, locale)}</span> <ArrowRight />
          <span className="sr">{t("became")}</span>{" "}
        </>
      )}
      {after === null ? <span className="muted">{t("nothing")}</span> : <span className="now">{valueOf(field, after, say, locale)}</span>}
    </span>
  );
}
