import { useTranslations } from "next-intl";
import { Chip } from "@/components/ui/chip";
import { Clock, TriangleAlert } from "@/components/ui/icon";
import { State } from "@/components/ui/state";
import type { MailState } from "@/lib/domain/mail/schema";

/** The state of an email. A normal state stands out less. */
export function EmailState({ state }: { state: MailState }) {
  const t = useTranslations("emails");
  if (state === "sent") return <State>{t("states.sent")}</State>;
  const [tone, icon] =
    state === "failed"
      ? (["danger", <TriangleAlert key="i" />] as const)
      : (["plain", state === "waiting" && <Clock key="i" />] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {t(`states.${state}`)}
    </Chip>
  );
}
