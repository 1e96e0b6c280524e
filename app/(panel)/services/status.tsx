import { useTranslations } from "next-intl";
import { Chip } from "@/components/ui/chip";
import { Ends } from "@/components/ui/clock";
import { Ban, CircleAlert, Clock } from "@/components/ui/icon";
import { State } from "@/components/ui/state";
import type { ServiceStatus } from "@/lib/domain/services/schema";

/** The status of a service. A normal one is plain; one that ends soon says when. `endsOn` is a day, or null if the end is not near. */
export function ServiceStatusSign({ status, endsOn }: { status: ServiceStatus; endsOn: string | null }) {
  const t = useTranslations("services");
  if (endsOn !== null) {
    return (
      <Chip tone="warning" icon={<Clock />}>
        <Ends on={endsOn} />
      </Chip>
    );
  }
  if (status === "active") return <State>{t("statuses.active")}</State>;
  if (status === "suspended") {
    return (
      <Chip tone="danger" icon={<CircleAlert />}>
        {t("statuses.suspended")}
      </Chip>
    );
  }
  return <Chip icon={<Ban />}>{t("statuses.expired")}</Chip>;
}
