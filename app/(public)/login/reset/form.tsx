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
  return (
    <Form schema={schema} action={resetPasswordAction} submitLabel={t("submit")} wide>
      <input type="hidden" name="token" value={token} />
      {people.length === 1 ? (
        <input type="hidden" name="person" value={people[0]!.id} />
      ) : (
        <SelectField
          name="person"
          label={t("which")}
          options={people.map(({ id, signInId }) => ({ value: id, label: signInId }))}
        />
      )}
      <ChosenPasswordField label={security("new")} words={words} />
      <PasswordField name="repeat" label={security("repeat")} autoComplete="new-password" />
    </Form>
  );
}
