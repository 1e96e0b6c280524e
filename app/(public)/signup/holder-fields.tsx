"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/form/fields";
import type { Register } from "@/components/form/use-fields";

/** The names of the future account holder and of their organisation. */
export function HolderFields({ register }: { register: Register<"firstName" | "lastName" | "organisation"> }) {
  const t = useTranslations("signUp");
  return (
    <>
      <div className="row2">
        <TextField {...register("firstName")} label={t("firstName")} autoComplete="given-name" />
        <TextField {...register("lastName")} label={t("lastName")} autoComplete="family-name" />
      </div>
      <TextField {...register("organisation")} label={t("organisation")} optional autoComplete="organization" />
    </>
  );
}
