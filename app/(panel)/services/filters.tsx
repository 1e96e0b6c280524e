import { getTranslations } from "next-intl/server";
import { ListFilters } from "@/app/(panel)/list/filters";
import { servicesUrl } from "@/app/(panel)/services/list-url";
import {
  defaultServicesQuery,
  serviceSorts,
  serviceStatusFilters,
  serviceTypes,
  type ServicesQuery,
} from "@/lib/domain/services/schema";
import { sortOf } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** Search, filters and sort order of the services. */
export async function ServicesFilters({
  query,
  total,
  shown,
}: {
  query: ServicesQuery;
  total: string | null;
  shown: string;
}) {
  const [t, list] = [await getTranslations("services"), await getTranslations("list")];
  const any = { value: "", label: list("any") };
  const orders = serviceSorts.flatMap((sort) => [false, true].map((descending) => sortOf({ sort, descending })));
  return (
    <ListFilters
      path={paths.services}
      label={t("title")}
      search={{ value: query.q, label: t("search"), hint: t("searchHint") }}
      filters={[
        {
          name: "type",
          label: t("type"),
          value: query.type,
          options: [any, ...serviceTypes.map((value) => ({ value, label: t(`types.${value}`) }))],
        },
        {
          name: "status",
          label: t("status"),
          value: query.status,
          options: [any, ...serviceStatusFilters.map((value) => ({ value, label: t(`statuses.${value}`) }))],
        },
      ]}
      sort={{
        name: "sort",
        label: list("sort"),
        value: sortOf(query),
        plain: sortOf(defaultServicesQuery),
        options: orders.map((value) => ({ value, label: t(`sorts.${value}`) })),
      }}
      size={query.size === defaultServicesQuery.size ? undefined : query.size}
      clearHref={servicesUrl({ size: query.size })}
      total={total}
      shown={shown}
    />
  );
}
