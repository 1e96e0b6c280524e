import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ListPager } from "@/app/(panel)/list/pager";
import { ServicesFilters } from "@/app/(panel)/services/filters";
import { servicesUrl } from "@/app/(panel)/services/list-url";
import { ServicesTable } from "@/app/(panel)/services/table";
import { Texts } from "@/app/texts/texts";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { listServices } from "@/lib/domain/services/operations";
import { defaultServicesQuery } from "@/lib/domain/services/schema";
import { load, loadMember } from "@/lib/doors/page";
import { isNarrowed } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("title") };
}

export default function ServicesPage(props: Props) {
  return (
    <Texts of={["list"]}>
      <Services {...props} />
    </Texts>
  );
}

async function Services({ searchParams }: Props) {
  const [{ principal: person }, page] = [await loadMember(), await load(listServices, await searchParams)];
  const [t, list] = [await getTranslations("services"), await getTranslations("list")];
  const { query, services, total } = page;
  const narrowed = isNarrowed(query, defaultServicesQuery);
  const shown = services.length > 0 ? t("onPage", { count: services.length }) : t("nothingTitle");
  const pager = (
    <ListPager
      path={paths.services}
      query={query}
      fallback={defaultServicesQuery}
      range={shown}
      previous={page.previous}
      next={page.next}
    />
  );
  return (
    <section>
      <div className="phead">
        <h1>{t("title")}</h1>
      </div>
      {(page.misread || page.looked) && (
        <div className="px-(--gutter) pt-3.5">
          {page.misread && <Notice tone="warning">{list("misread")}</Notice>}
          {page.looked && <Notice>{list("looked", { count: page.looked })}</Notice>}
        </div>
      )}
      {page.all > 0 || narrowed ? (
        <ServicesFilters query={query} total={total === null ? null : t("total", { count: total })} shown={shown} />
      ) : null}
      {services.length > 0 ? (
        <>
          <ServicesTable services={services} query={query} today={page.today} digitalId={person.digitalId} />
          {pager}
        </>
      ) : narrowed ? (
        <>
          <Empty
            heading="h2"
            title={page.looked ? list("nothingYet") : query.q ? t("nothingFor", { q: query.q }) : t("nothingTitle")}
            action={<LinkButton href={servicesUrl({})}>{list("clearAll")}</LinkButton>}
          >
            {query.q && !page.looked ? t("nothingText") : null}
          </Empty>
          {page.looked && pager}
        </>
      ) : (
        <Empty heading="h2" title={t("emptyTitle")}>
          {t("emptyText")}
        </Empty>
      )}
    </section>
  );
}
