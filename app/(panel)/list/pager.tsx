import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Pager } from "@/components/ui/pager";
import { listUrl, type ListAddress } from "@/lib/isomorphic/list-query";

export type Ways = { previous: string | null; next: string | null };

type Props = {
  list: ListAddress;
  /** The cursors of the pages around this one. */
  ways: Ways;
  /** A log, newest first: *Newer* and *Older* lead through it. */
  byTime?: boolean;
  /** The number of rows on this page, in words. */
  range?: string;
  /** The choice of the page size. */
  rows?: ReactNode;
  /** Inside something that already has space at its sides. */
  flush?: boolean;
};

/** The foot of a list: the position, the page size, and links to the other pages. */
export function ListPager({ list, ways, byTime, ...rest }: Props) {
  const t = useTranslations("list");
  const way = (cursor: string | null, label: string) => ({
    label,
    href: cursor ? listUrl(list, { cursor }) : undefined,
  });
  return (
    <Pager
      {...rest}
      label={t("pages")}
      previous={way(ways.previous, byTime ? t("newer") : t("previous"))}
      next={way(ways.next, byTime ? t("older") : t("next"))}
    />
  );
}
