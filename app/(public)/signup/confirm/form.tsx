"use client";

import { useLocale, useTranslations } from "next-intl";
import { confirmSignUpAction } from "@/app/(public)/signup/actions";
import { HolderFields } from "@/app/(public)/signup/holder-fields";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { SelectField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/sign-ups/schema").then(({ accountConfirmation }) => accountConfirmation);

type Props = {
  token: string;
  asked: { firstName: string; lastName: string; organisation: string; email: string };
  brand: string;
  languages: { code: string; name: string }[];
};

/** Corrects the names in the request for an account, which another person may have typed, and sets the password. */
export function ConfirmSignUpForm({ token, asked, brand, languages }: Props) {
  const [t, locale] = [useTranslations("signUp"), useLocale()];
  const { email, ...names } = asked;
  const language = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));
  return (
    <Form
      schema={schema}
      action={confirmSignUpAction}
      hidden={{ token }}
      defaultValues={{ ...names, language: locale }}
      submitLabel={t("submit")}
      wide
    >
      {(register) => (
        <>
          <HolderFields register={register} />
          <ChosenPasswordField
            {...register("password")}
            label={t("password")}
            words={[brand, email]}
            wordField={register("organisation")}
          />
          <SelectField key={locale} {...register("language")} label={t("language")} options={language} />
        </>
      )}
    </Form>
  );
}
