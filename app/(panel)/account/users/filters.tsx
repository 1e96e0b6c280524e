import { getTranslations } from "next-intl/server";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { ListFilters } from "@/app/(panel)/list/filters";
import { defaultUsersQuery, twoFactorStates, userSorts, userStates, type UsersQuery } from "@/lib/domain/users/schema";
import { sortOf } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";
import { privileges } from "@/lib/policy";

/** Search, filters and sort order of the users. */
export async function UsersFilters({
  query,
  seesDelivery,
  total,
  shown,
}: {
  query: UsersQuery;
  seesDelivery: boolean;
  total: string | null;
  shown: string;
}) {
  const [t, translate] = [await getTranslations("users"), await getTranslations()];
  const any = { value: "", label: translate("list.any") };
  // Users who may not see other users' emails cannot see whether one failed either.
  const states = userStates.filter((state) => seesDelivery || state !== "invitation-failed");
  const orders = userSorts.flatMap((sort) =>
    [false, true].map((other) => sortOf({ sort, descending: (sort !== "username") !== other })),
  );
  return (
    <ListFilters
      path={paths.users}
      label={t("list")}
      search={{ value: query.q, label: t("search"), hint: t("searchHint") }}
      filters={[
        {
          name: "privilege",
          label: t("privilege"),
          value: query.privilege,
          options: [any, ...privileges.map((value) => ({ value, label: translate(`standing.${value}`) }))],
        },
        {
          name: "status",
          label: t("status"),
          value: query.status,
          options: [any, ...states.map((value) => ({ value, label: translate(`status.${value}`) }))],
        },
        {
          name: "two-factor",
          label: t("twoFactor"),
          value: query["two-factor"],
          options: [any, ...twoFactorStates.map((value) => ({ value, label: t(value) }))],
        },
      ]}
      sort={{
        name: "sort",
        label: translate("list.sort"),
        value: sortOf(query),
        plain: sortOf(defaultUsersQuery),
        options: orders.map((value) => ({ value, label: t(`sorts.${value}`) })),
      }}
      size={query.size === 25 ? undefined : query.size}
      clearHref={usersUrl({ size: query.size })}
      total={total}
      shown={shown}
    />
  );
}
