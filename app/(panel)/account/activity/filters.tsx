import { getLocale, getTranslations } from "next-intl/server";
import { activityUrl } from "@/app/(panel)/account/activity/list-url";
import { ListFilters } from "@/app/(panel)/list/filters";
import { X } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { Person } from "@/lib/access/actor";
import { endsBeforeItBegins, periods, sections, type ActivityQuery } from "@/lib/domain/activity/schema";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { dayIn } from "@/lib/isomorphic/days";
import { isolated } from "@/lib/isomorphic/isolate.mjs";
import { paths } from "@/lib/isomorphic/paths";

type Props = { query: ActivityQuery; person: string | null; aboutService: boolean; lines: number; reader: Person };

/** Search and filters of the activity: what was changed, by whom, in which section, when. */
export async function ActivityFilters({ query, person, aboutService, lines, reader }: Props) {
  const [t, translate, locale] = [await getTranslations("activity"), await getTranslations(), await getLocale()];
  const any = { value: "", label: translate("list.any") };
  const begins = (words: string) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  const done = [...sections].map(([section, permissions]) => ({
    label: t(`sections.${section as "users"}`),
    options: [
      { value: section, label: t("allOf", { section: t(`sections.${section as "users"}`) }) },
      ...permissions.map((permission) => ({
        value: permission,
        label: begins(translate(`does.${permission}` as "does.users.add")),
      })),
    ],
  }));
  const latest = dayIn(zoneOf(reader), new Date());
  const day = (name: "from" | "to", label: string) => ({ name, label, value: query[name], max: latest });
  // A service can only be acted on; it never acts.
  const of = aboutService ? t("about") : t("byOrAbout");
  return (
    <ListFilters
      path={paths.activity}
      label={t("title")}
      search={{ value: query.q, label: t("search"), hint: t("searchHint") }}
      filters={[
        {
          kind: "text",
          name: "who",
          label: t("who"),
          value: query.who,
          hint: t("anyone"),
          title: t("whoTitle"),
          suggestions: [
            { value: reader.digitalId, label: translate("standing.holder") },
            ...(reader.login ? [{ value: reader.login, label: translate("frame.you") }] : []),
          ],
        },
        { name: "section", label: t("section"), value: query.section, options: [any, ...done] },
        {
          name: "when",
          label: t("when"),
          value: query.when,
          options: [
            { value: "", label: t("periods.any") },
            ...[...periods, "between" as const].map((period) => ({ value: period, label: t(`periods.${period}`) })),
          ],
        },
      ]}
      period={
        query.when === "between"
          ? {
              days: [day("from", t("since")), day("to", t("until"))],
              error: endsBeforeItBegins(query) ? t("backwards") : undefined,
            }
          : undefined
      }
      parameters={query.person ? { person: query.person } : undefined}
      clearHref={activityUrl({})}
      shown={t("onPage", { count: lines })}
    >
      {person !== null && (
        <Link
          className="pick set"
          href={activityUrl({ ...query, person: "", cursor: "" })}
          aria-label={`${of} ${isolated(person)}: ${t("everyone")}`}
        >
          <span>{of}</span>
          <b dir="auto">{person}</b>
          <X />
        </Link>
      )}
    </ListFilters>
  );
}
