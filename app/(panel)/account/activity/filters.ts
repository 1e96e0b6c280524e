import { getLocale, getTranslations } from "next-intl/server";
import type { Filters } from "@/app/(panel)/list/filters";
import type { Person } from "@/lib/access/actor";
import { endsBeforeItBegins, periods, sections, type ActivityQuery } from "@/lib/domain/activity/schema";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { dayIn } from "@/lib/isomorphic/days";

/** Search and filters of the activity: what was changed, by whom, in which section, when. */
export async function activityFilters(query: ActivityQuery, reader: Person): Promise<Filters<keyof ActivityQuery>> {
  const [t, translate, locale] = [await getTranslations("activity"), await getTranslations(), await getLocale()];
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
  return {
    search: { label: t("search"), hint: t("searchHint") },
    filters: [
      {
        kind: "text",
        name: "who",
        label: t("who"),
        hint: t("anyone"),
        title: t("whoTitle"),
        suggestions: [
          { value: reader.digitalId, label: translate("standing.holder") },
          ...(reader.login ? [{ value: reader.login, label: translate("frame.you") }] : []),
        ],
      },
      { name: "section", label: t("section"), options: done },
      {
        name: "when",
        label: t("when"),
        any: t("periods.any"),
        options: [...periods, "between" as const].map((value) => ({ value, label: t(`periods.${value}`) })),
      },
    ],
    period:
      query.when === "between"
        ? {
            days: [
              { name: "from", label: t("since"), max: latest },
              { name: "to", label: t("until"), max: latest },
            ],
            error: endsBeforeItBegins(query) ? t("backwards") : undefined,
          }
        : undefined,
  };
}
