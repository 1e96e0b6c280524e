import { getTranslations } from "next-intl/server";
import { PageSize } from "@/app/(panel)/list/page-size";
import { Pager } from "@/components/ui/pager";
import { listUrl, parametersOf, type ListQuery } from "@/lib/isomorphic/list-query";

type Props<Query> = {
  path: string;
  query: Query;
  fallback: Query;
  /** The number of rows on this page, in words. */
  range: string;
  previous: string | null;
  next: string | null;
};

/** The foot of a list: the position, the page size, and links to the other pages. */
export async function ListPager<Query extends ListQuery<string>>({
  path,
  query,
  fallback,
  range,
  previous,
  next,
}: Props<Query>) {
  const t = await getTranslations("list");
  const { size: _size, cursor: _cursor, ...parameters } = parametersOf(query);
  const way = (cursor: string | null, label: string) => ({
    label,
    href: cursor ? listUrl(path, { ...query, cursor }, fallback) : undefined,
  });
  return (
    <Pager
      label={t("pages")}
      range={range}
      rows={<PageSize path={path} size={query.size} parameters={parameters} />}
      previous={way(previous, t("previous"))}
      next={way(next, t("next"))}
    />
  );
}
