import { getTranslations } from "next-intl/server";
import { PageSize } from "@/app/(panel)/account/users/page-size";
import { usersAddress } from "@/app/(panel)/account/users/address";
import { Pager } from "@/components/ui/pager";
import type { UsersQuery } from "@/lib/users/schema";

type Props = {
  page: { users: unknown[]; previous: string | null; next: string | null; total: number | null };
  query: UsersQuery;
};

/** The foot of the list: where one is, how many rows, and the ways on. */
export async function UsersPager({ page, query }: Props) {
  const t = await getTranslations("users");
  const way = (cursor: string | null, label: string) => ({
    label,
    href: cursor ? usersAddress({ ...query, cursor }) : undefined,
  });
  return (
    <Pager
      label={t("pages")}
      range={t("onPage", { count: page.users.length })}
      rows={<PageSize query={query} />}
      previous={way(page.previous, t("previous"))}
      next={way(page.next, t("next"))}
    />
  );
}
