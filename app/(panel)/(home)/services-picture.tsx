import { getTranslations } from "next-intl/server";
import { HomeSection } from "@/app/(panel)/(home)/home-section";
import { Picture } from "@/app/(panel)/(home)/picture";
import { servicesUrl } from "@/app/(panel)/services/list-url";
import type { ServicesAtHome } from "@/lib/domain/home/output";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";

const looks = { active: "full", suspended: "alarm", expired: "hollow" } as const;

/** The account's services by type and status. If there are none, says where they come from. */
export async function ServicesPicture({ counts }: { counts: ServicesAtHome["counts"] }) {
  const [t, services] = [await getTranslations("home"), await getTranslations("services")];
  const sum = (which: (row: ServicesAtHome["counts"][number]) => boolean) =>
    counts.filter(which).reduce((total, { count }) => total + count, 0);
  if (counts.length === 0) {
    return (
      <HomeSection id="services" title={t("services")}>
        <p className="text-muted">{services("emptyText")}</p>
      </HomeSection>
    );
  }
  return (
    <Picture
      id="services"
      title={t("services")}
      all={{ href: servicesUrl({}), label: t("allServices", { count: sum(() => true) }) }}
      rows={serviceTypes
        .filter((type) => counts.some((row) => row.type === type))
        .map((type) => ({
          href: servicesUrl({ type }),
          word: services(`types.${type}`),
          runs: serviceStatuses.map((status) => ({
            look: looks[status],
            count: sum((row) => row.type === type && row.status === status),
          })),
        }))}
      keys={serviceStatuses
        .map((status) => ({
          href: servicesUrl({ status }),
          word: services(`statuses.${status}`),
          look: looks[status],
          count: sum((row) => row.status === status),
        }))
        .filter(({ count }) => count > 0)}
      about={(unit) => t("strokeOfServices", { count: unit })}
    />
  );
}
