"use client";

import { useLocale, useTranslations } from "next-intl";
import { signUpAction } from "@/app/(public)/signup/actions";
import { ChosenPasswordField } from "@/app/chosen-password-field";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/accounts/schema").then(({ newAccount }) => newAccount);

type Props = { brand: string; languages: { code: string; name: string }[] };

/** *Create an account*. */
export function SignUpForm({ brand, languages }: Props) {
  const [t, locale] = [useTranslations("signUp"), useLocale()];
  const language = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));
  return (
    <Form schema={schema} action={signUpAction} defaultValues={{ language: locale }} submitLabel={t("submit")} wide>
      <div className="row2">
        <TextField name="firstName" label={t("firstName")} autoComplete="given-name" />
        <TextField name="lastName" label={t("lastName")} autoComplete="family-name" />
      </div>
      <TextField name="organisation" label={t("organisation")} optional autoComplete="organization" />
      <TextField name="email" label={t("email")} type="email" autoComplete="email" />
      <ChosenPasswordField label={t("password")} words={[brand]} />
      {/* The page may be switched to another language meanwhile: then it begins anew with that one. */}
      <SelectField key={locale} name="language" label={t("language")} options={language} />
    </Form>
  );
}
