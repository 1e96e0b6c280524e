"use client";

import { useTranslations } from "next-intl";
import { renewPasswordAction } from "@/app/(public)/login/new-password/actions";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { PasswordField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/passwords/schema").then(({ newPassword }) => newPassword);

/** The password that is due. */
export function NewPasswordForm({ words }: { words: string[] }) {
  const [t, security] = [useTranslations("newPassword"), useTranslations("security")];
  return (
    <Form schema={schema} action={renewPasswordAction} submitLabel={t("submit")} wide>
      <ChosenPasswordField label={security("new")} words={words} />
      <PasswordField name="repeat" label={security("repeat")} autoComplete="new-password" />
    </Form>
  );
}
