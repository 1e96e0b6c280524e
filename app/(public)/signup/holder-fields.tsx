"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/form/fields";

/** The names of the future account holder and of their organisation. */
export function HolderFields() {
  const t = useTranslations("signUp");
  return (
    <>
      <div className="row2">
        <TextField name="firstName" label={t("firstName")} autoComplete="given-name" />
        <TextField name="lastName" label={t("lastName")} autoComplete="family-name" />
      </div>
      <TextField name="organisation" label={t("organisation")} optional autoComplete="organization" />
    </>
  );
}
