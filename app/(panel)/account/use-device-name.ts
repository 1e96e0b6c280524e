import { useTranslations } from "next-intl";
import type { ShownSession } from "@/lib/domain/sessions/output";

/** Returns a function that names a device in words. */
export function useDeviceName() {
  const t = useTranslations("sessions");
  return ({ browser, system }: Pick<ShownSession, "browser" | "system">) =>
    browser && system ? t("device", { browser, system }) : browser || t("unknownDevice");
}
