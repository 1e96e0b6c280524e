import { useTranslations } from "next-intl";
import { Chip } from "@/components/ui/chip";
import { Clock, TriangleAlert } from "@/components/ui/icon";
import type { MailState } from "@/lib/domain/mail/schema";

/** What is not as it should be with a mail. That it left is silent. */
export function EmailState({ state }: { state: MailState }) {
  const t = useTranslations("emails");
  if (state === "sent") return null;
  const [tone, icon] = state === "failed" ? (["danger", <TriangleAlert key="i" />] as const) : (["plain", state === "waiting" && <Clock key="i" />] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {t(`states.${state}`)}
    </Chip>
  );
}
