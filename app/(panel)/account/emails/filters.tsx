import { getTranslations } from "next-intl/server";
import { ListFilters } from "@/app/(panel)/list/filters";
import { defaultEmailsQuery, groupNames, type EmailsQuery } from "@/lib/domain/mail/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** Search and filter of the emails. Users who see other users' emails can also search by recipient. */
export async function EmailsFilters({ query, others, shown }: { query: EmailsQuery; others: boolean; shown: string }) {
  const [t, list] = [await getTranslations("emails"), await getTranslations("list")];
  return (
    <ListFilters
      path={paths.emails}
      label={t("title")}
      search={{
        value: query.q,
        label: others ? t("searchAll") : t("search"),
        hint: others ? t("searchAllHint") : t("searchHint"),
      }}
      filters={[
        {
          name: "about",
          label: t("about"),
          value: query.about,
          options: [
            { value: "", label: list("any") },
            ...groupNames.map((value) => ({ value, label: t(`groups.${value}`) })),
          ],
        },
      ]}
      size={query.size === defaultEmailsQuery.size ? undefined : query.size}
      clearHref={listUrl(paths.emails, { ...defaultEmailsQuery, size: query.size }, defaultEmailsQuery)}
      shown={shown}
    />
  );
}
