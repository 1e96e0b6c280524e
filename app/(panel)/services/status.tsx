import { useTranslations } from "next-intl";
import { Chip } from "@/components/ui/chip";
import { Ban, CircleAlert, Clock } from "@/components/ui/icon";
import { State } from "@/components/ui/state";
import type { ServiceStatus } from "@/lib/domain/services/schema";

/** How a service stands: normal is silent, and what ends soon says when. `endsIn` is in days, below zero once passed. */
export function ServiceStatusSign({ status, endsIn }: { status: ServiceStatus; endsIn: number | null }) {
  const t = useTranslations("services");
  if (endsIn !== null) {
    return (
      <Chip tone="warning" icon={<Clock />}>
        {endsIn < 0 ? t("overdue", { days: -endsIn }) : t("ends", { days: endsIn })}
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
