"use client";

import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";

/** Returns a function that shows that a form was saved. */
export function useSaved() {
  const [t, show] = [useTranslations("form"), useToast()];
  return () => show({ title: t("saved") });
}
