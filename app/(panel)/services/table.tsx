import { getLocale, getTranslations } from "next-intl/server";
import { SortHead } from "@/app/(panel)/list/sort-head";
import { ServiceStatusSign } from "@/app/(panel)/services/status";
import { Link } from "@/components/ui/link";
import { endsInDays, renewsAutomatically } from "@/lib/domain/services/rules";
import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import type { ListedService } from "@/lib/domain/services/output";
import { formatDay } from "@/lib/isomorphic/date-format";
import { momentOf, neverDay } from "@/lib/isomorphic/days";
import { paths, servicePath } from "@/lib/isomorphic/paths";

type Props = { services: ListedService[]; query: ServicesQuery; today: string; digitalId: string };

/** The services of one page. On a phone, each row becomes a card and keeps its ARIA roles. */
export async function ServicesTable({ services, query, today, digitalId }: Props) {
  const [t, locale] = [await getTranslations("services"), await getLocale()];
  const list = { path: paths.services, query, fallback: defaultServicesQuery };
  const day = (text: string) => (text === neverDay ? t("never") : formatDay(momentOf(text), locale, "UTC"));
  return (
    <div className="wrap">
      <table role="table" className="ledger services" aria-label={t("table", { digitalId })}>
        <thead role="rowgroup">
          <tr role="row">
            <SortHead {...list} sort="name" className="name" label={t("service")} />
            <th role="columnheader" scope="col" className="c-type">
              {t("type")}
            </th>
            <th role="columnheader" scope="col" className="c-status">
              {t("status")}
            </th>
            <SortHead {...list} sort="renewal" className="c-renews" label={t("renews")} />
            <SortHead {...list} sort="bought" descendingFirst className="c-bought" label={t("bought")} />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {services.map((service) => (
            <tr role="row" key={service.id} className={service.status === "expired" ? "dim" : undefined}>
              <td role="cell" className="name">
                <b title={service.name} dir="auto">
                  <Link href={servicePath(service.id)}>{service.name}</Link>
                </b>
                <span>
                  <bdi className="mono">{service.reference}</bdi>
                  {service.providerName !== service.name && (
                    <>
                      <span> · </span>
                      <bdi>{service.providerName}</bdi>
                    </>
                  )}
                </span>
              </td>
              <td role="cell" className="c-type">
                {t(`types.${service.type}`)}
              </td>
              <td role="cell" className="c-status">
                <ServiceStatusSign
                  status={service.status}
                  endsOn={endsInDays(service, today) === null ? null : service.lapsesOn}
                />
              </td>
              <td role="cell" className="c-renews">
                {service.renewsOn !== neverDay &&
                  (renewsAutomatically(service) ? (
                    <span className="k">{`${t("renews")} `}</span>
                  ) : (
                    <span>{`${t("until")} `}</span>
                  ))}
                <span className="whitespace-nowrap">{day(service.renewsOn)}</span>
                {renewsAutomatically(service) && <small className="muted block">{t("byItself")}</small>}
              </td>
              <td role="cell" className="c-bought">
                {day(service.boughtOn)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
