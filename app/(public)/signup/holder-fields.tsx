"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/form/fields";
import type { Register } from "@/components/form/use-fields";
import { FieldPair } from "@/components/ui/field";

/** The names of the future account holder and of their organisation. */
export function HolderFields({ register }: { register: Register<"firstName" | "lastName" | "organisation"> }) {
  const t = useTranslations("signUp");
  return (
    <>
      <FieldPair>
        <TextField {...register("firstName")} label={t("firstName")} autoComplete="given-name" />
        <TextField {...register("lastName")} label={t("lastName")} autoComplete="family-name" />
      </FieldPair>
      <TextField {...register("organisation")} label={t("organisation")} optional autoComplete="organization" />
    </>
  );
}
