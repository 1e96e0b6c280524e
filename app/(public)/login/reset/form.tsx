"use client";

import { useTranslations } from "next-intl";
import { resetPasswordAction } from "@/app/(public)/login/reset/actions";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { PasswordField, SelectField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/password-links/schema").then(({ passwordReset }) => passwordReset);

type Props = { token: string; people: { id: string; signInId: string }[]; words: string[] };

/** The new password. If several logins share the email address, the user chooses one of them. */
export function ResetForm({ token, people, words }: Props) {
  const [t, security] = [useTranslations("resetPassword"), useTranslations("security")];
  const only = people.length === 1 && people[0];
  return (
    <Form
      schema={schema}
      action={resetPasswordAction}
      hidden={{ token, ...(only && { person: only.id }) }}
      submitLabel={t("submit")}
      wide
    >
      {(register) => (
        <>
          {!only && (
            <SelectField
              {...register("person")}
              label={t("which")}
              options={people.map(({ id, signInId }) => ({ value: id, label: signInId }))}
            />
          )}
          <ChosenPasswordField {...register("password")} label={security("new")} words={words} />
          <PasswordField {...register("repeat")} label={security("repeat")} autoComplete="new-password" />
        </>
      )}
    </Form>
  );
}
