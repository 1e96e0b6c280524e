import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { ArrowRight } from "@/components/ui/icon";
import type { ActivityLine } from "@/lib/activity/store";
import type { FieldChange } from "@/lib/audit";
import { formatTime, languageName } from "@/lib/format";
import { servicePath } from "@/lib/paths";

/** One line of the activity, in a sentence: when, who, what, old → new, from where. */
export function ActivityRow({ line, zone }: { line: ActivityLine; zone: string }) {
  const [t, locale] = [useTranslations("activity"), useLocale()];
  return (
    <tr role="row">
      <td role="cell" className="c-when">
        <time dateTime={line.at.toISOString()}>{formatTime(line.at, locale, zone)}</time>
      </td>
      <td role="cell" className="c-who strong">
        <DoneBy line={line} />
      </td>
      <td role="cell" className="c-what">
        <Did line={line} />
        {line.subjectId !== "" && line.permission.startsWith("services.") && (
          <Link className="block" href={servicePath(line.subjectId)} prefetch={false}>
            {t("open", { name: line.subjectName ?? "" })}
          </Link>
        )}
      </td>
      <td role="cell" className="c-change">
        {line.changes.slice(0, mostShown).map((change) => (
          <ChangedField key={`${change.of ?? ""} ${change.field}`} {...change} />
        ))}
        {line.changes.length > mostShown && <span className="muted block">{t("more", { count: line.changes.length - mostShown })}</span>}
      </td>
      <td role="cell" className="c-from">
        {line.byAddress === "shell" ? t("shell") : <span className="mono">{line.byAddress}</span>}
      </td>
    </tr>
  );
}

/** Who did it, by name. */
export function DoneBy({ line }: { line: ActivityLine }) {
  const t = useTranslations("activity");
  return line.byId === "" ? t("operator") : (line.byName ?? t("erased"));
}

/** What was done, and to whom, in a sentence. */
export function Did({ line }: { line: ActivityLine }) {
  const t = useTranslations("activity");
  const did = `did.${line.permission}` as Parameters<typeof t>[0];
  return t(did, { name: line.subjectName ?? t("erased") });
}

/** A line can tell of hundreds of services, and of long notes: the row shows where to begin. */
const [mostShown, longestShown] = [4, 140];

function ChangedField({ field, before, after, of }: FieldChange) {
  const [t, say, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  if (field === "sessions") return <span className="muted block">{t("sessions", { count: Number(before) })}</span>;
  if (field === "servicesAdded") return <span className="muted block">{t("servicesAdded", { count: Number(after) })}</span>;
  // A privilege, a status, a theme and the like are kept as their codes, and read in the language of the page.
  const words = {
    privilege: "standing",
    status: "status",
    theme: "account.themes",
    serviceType: "services.types",
    serviceStatus: "services.statuses",
    automaticRenewal: "services",
  }[field];
  const read = (value: string | null) => {
    if (field === "language" && value !== null) return languageName(value, locale);
    const key = `${words}.${value}` as Parameters<typeof say>[0];
    return value !== null && words && say.has(key) ? say(key) : value && shortened(value);
  };
  return (
    <span className="change block">
      {of !== undefined && <b>{shortened(of)} </b>}
      <span className="f">{t(`field.${field}` as "field.email")}</span>{" "}
      {before !== null && (
        <>
          <span className="was">{read(before)}</span> <ArrowRight />
          <span className="sr">{t("became")}</span>{" "}
        </>
      )}
      {after === null ? <span className="muted">{t("nothing")}</span> : <span className="now">{read(after)}</span>}
    </span>
  );
}

const shortened = (text: string) => ([...text].length > longestShown ? `${[...text].slice(0, longestShown).join("")}…` : text);
