import { getLocale, getTranslations } from "next-intl/server";
import { ListTable } from "@/app/(panel)/list/table";
import { ServiceStatusSign } from "@/app/(panel)/services/status";
import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import { endsInDays, renewsAutomatically } from "@/lib/domain/services/rules";
import type { ServicesQuery } from "@/lib/domain/services/schema";
import type { ListedService } from "@/lib/domain/services/output";
import { formatDay } from "@/lib/isomorphic/date-format";
import { momentOf, neverDay } from "@/lib/isomorphic/days";
import type { ListAddress } from "@/lib/isomorphic/list-query";
import { servicePath } from "@/lib/isomorphic/paths";

type Props = { services: ListedService[]; list: ListAddress<ServicesQuery>; today: string; digitalId: string };

/** The services of one page. */
export async function ServicesTable({ services, list, today, digitalId }: Props) {
  const [t, locale] = [await getTranslations("services"), await getLocale()];
  const day = (text: string) => (text === neverDay ? t("never") : formatDay(momentOf(text), locale, "UTC"));
  return (
    <ListTable
      cards={cardsLook}
      label={t("table", { digitalId })}
      list={list}
      rows={services}
      keyOf={({ id }) => id}
      lookOf={({ status }) => (status === "expired" ? "dimmed" : undefined)}
      columns={[
        { className: "cell-name", label: t("service"), sort: "name", cell: nameCell },
        {
          className: "phone:order-2 phone:flex-auto",
          label: t("type"),
          width: "w-35",
          cell: ({ type }) => t(`types.${type}`),
        },
        {
          label: t("status"),
          width: "w-41",
          cell: (service) => (
            <ServiceStatusSign
              status={service.status}
              endsOn={endsInDays(service, today) === null ? null : service.lapsesOn}
            />
          ),
        },
        {
          className: "cell-renews",
          label: t("renews"),
          width: "w-34 @min-[860px]:w-41",
          sort: "renewal",
          cell: (service) => (
            <>
              {service.renewsOn !== neverDay &&
                (renewsAutomatically(service) ? (
                  <span className="cell-label">{`${t("renews")} `}</span>
                ) : (
                  <span>{`${t("until")} `}</span>
                ))}
              <span className="whitespace-nowrap">{day(service.renewsOn)}</span>
              {renewsAutomatically(service) && <small className="block text-muted">{t("byItself")}</small>}
            </>
          ),
        },
        {
          className: "from-860",
          label: t("bought"),
          width: "w-33",
          sort: "bought",
          descendingFirst: true,
          cell: ({ boughtOn }) => day(boughtOn),
        },
      ]}
    />
  );
}

const cardsLook = classes(
  "phone:*:flex phone:*:flex-wrap phone:*:justify-between phone:*:gap-x-3.5 phone:*:gap-y-0.75",
  "phone:*:after:order-1 phone:*:after:basis-full",
);

const nameCell = ({ id, name, reference, providerName }: ListedService) => (
  <>
    <b title={name} dir="auto">
      <Link href={servicePath(id)}>{name}</Link>
    </b>
    <span>
      <bdi className="mono">{reference}</bdi>
      {providerName !== name && (
        <>
          <span> · </span>
          <bdi>{providerName}</bdi>
        </>
      )}
    </span>
  </>
);
