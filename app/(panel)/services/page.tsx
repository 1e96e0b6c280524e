import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { List } from "@/app/(panel)/list/list";
import { servicesList } from "@/app/(panel)/services/list-url";
import { ServicesTable } from "@/app/(panel)/services/table";
import { listServices } from "@/lib/domain/services/operations";
import { serviceStatusFilters, serviceTypes } from "@/lib/domain/services/schema";
import { load, loadMember } from "@/lib/doors/page";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("title") };
}

export default async function ServicesPage({ searchParams }: Props) {
  const [{ principal: person }, page] = [await loadMember(), await load(listServices, await searchParams)];
  const t = await getTranslations("services");
  const { query, services, total } = page;
  const list = servicesList(query);
  const count = services.length;
  const orders = ["name", "-name", "renewal", "-renewal", "bought", "-bought"] as const;
  return (
    <List
      list={list}
      page={page}
      title={t("title")}
      search={{ label: t("search"), hint: t("searchHint") }}
      filters={[
        {
          name: "type",
          label: t("type"),
          options: serviceTypes.map((value) => ({ value, label: t(`types.${value}`) })),
        },
        {
          name: "status",
          label: t("status"),
          options: serviceStatusFilters.map((value) => ({ value, label: t(`statuses.${value}`) })),
        },
      ]}
      orders={orders.map((value) => ({ value, label: t(`sorts.${value}`) }))}
      total={total === null ? null : t("total", { count: total })}
      count={count}
      shown={count > 0 ? t("onPage", { count }) : t("nothingTitle")}
      nothing={
        query.q ? { title: t("nothingFor", { q: query.q }), text: t("nothingText") } : { title: t("nothingTitle") }
      }
      empty={{ title: t("emptyTitle"), text: t("emptyText") }}
    >
      <ServicesTable services={services} list={list} today={page.today} digitalId={person.digitalId} />
    </List>
  );
}
