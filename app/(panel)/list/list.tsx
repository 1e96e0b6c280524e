import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ListFilters, type Filters } from "@/app/(panel)/list/filters";
import { PageSize } from "@/app/(panel)/list/page-size";
import { ListPager, type Ways } from "@/app/(panel)/list/pager";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { isNarrowed, listUrl, type ListAddress, type PageQuery } from "@/lib/isomorphic/list-query";

type Nothing = { title: string; text?: string };

/** What the operation said about the page. */
export type Answer = Ways & { misread: boolean; looked?: number | null };

type Heading = {
  /** The heading and tabs of the section that contains the list. Without it, the list is a page of its own. */
  head?: ReactNode;
  title: string;
  text?: string;
  /** A button beside the title. */
  action?: ReactNode;
};

type Props<Query extends PageQuery> = Heading &
  Filters<keyof Query & string> & {
    list: ListAddress<Query>;
    page: Answer;
    /** What stands between the title and the list. */
    intro?: ReactNode;
    /** Says that the search includes only some of what it found. */
    cut?: string | null;
    /** The name of the search form, unless it is the title. */
    label?: string;
    /** A filter that is set and has no control. */
    setFilter?: ReactNode;
    total?: string | null;
    /** The number of rows on this page, and the same in words. */
    count: number;
    shown: string;
    /** A log, newest first. */
    byTime?: boolean;
    /** Said when no row matches. */
    nothing: Nothing;
    /** Said when there is no row yet. A list that always has rows needs none. */
    empty?: Nothing & { drawn?: ReactNode };
    /** The table. */
    children: ReactNode;
  };

/**
 * The frame of every list: heading, notices, search and filters, table, and pager, or the reason why there is no row. All of it works
 * without JavaScript.
 */
export function List<Query extends PageQuery>({
  list,
  page,
  head,
  title,
  text,
  action,
  intro,
  cut,
  label = title,
  setFilter,
  total,
  count,
  shown,
  byTime,
  nothing,
  empty,
  children,
  ...filters
}: Props<Query>) {
  const t = useTranslations("list");
  const { path, query, fallback } = list;
  const clearHref = listUrl({ path, query: fallback, fallback }, query.size ? { size: query.size } : {});
  const nothingYet = count === 0 && !isNarrowed(query, fallback) && empty;
  const heading = head ? "h3" : "h2";
  return (
    <section>
      <ListHead {...{ head, title, text, action }} />
      {intro}
      {(page.misread || page.looked || cut) && (
        <div className="grid gap-2 px-gutter pt-3.5">
          {page.misread && <Notice tone="warning">{t("misread")}</Notice>}
          {page.looked && <Notice>{t("looked", { count: page.looked })}</Notice>}
          {cut && <Notice>{cut}</Notice>}
        </div>
      )}
      {!nothingYet && (
        <ListFilters {...filters} {...{ list, label, clearHref, total, shown }}>
          {setFilter}
        </ListFilters>
      )}
      {count > 0 ? (
        children
      ) : nothingYet ? (
        <Empty heading={heading} drawn={nothingYet.drawn} title={nothingYet.title}>
          {nothingYet.text}
        </Empty>
      ) : (
        <Empty
          heading={heading}
          title={page.looked ? t("nothingYet") : nothing.title}
          action={<LinkButton href={clearHref}>{t("clearAll")}</LinkButton>}
        >
          {!page.looked && nothing.text}
        </Empty>
      )}
      {(count > 0 || page.looked) && (
        <ListPager
          {...{ list, byTime }}
          ways={page}
          range={byTime ? undefined : shown}
          rows={query.size && <PageSize list={list} />}
        />
      )}
    </section>
  );
}

function ListHead({ head, title, text, action }: Heading) {
  if (!head) return <PageHead title={title} />;
  return (
    <>
      {head}
      <SectionHead {...{ title, text, action }} />
    </>
  );
}
