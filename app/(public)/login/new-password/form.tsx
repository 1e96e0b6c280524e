"use client";

import { useTranslations } from "next-intl";
import { renewPasswordAction } from "@/app/(public)/login/new-password/actions";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { usePossiblyChanged } from "@/app/_parts/possibly-changed";
import { PasswordField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/passwords/schema").then(({ newPassword }) => newPassword);

/** The required new password. */
export function NewPasswordForm({ words }: { words: string[] }) {
  const [t, security, perhaps] = [useTranslations("newPassword"), useTranslations("security"), usePossiblyChanged()];
  return (
    <Form schema={schema} action={renewPasswordAction} onRefused={perhaps.onRefused} submitLabel={t("submit")} wide>
      {(register) => (
        <>
          {perhaps.notice}
          <ChosenPasswordField {...register("password")} label={security("new")} words={words} />
          <PasswordField {...register("repeat")} label={security("repeat")} autoComplete="new-password" />
        </>
      )}
    </Form>
  );
}
