"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { signUpAction, startSignUpAction } from "@/app/(public)/signup/actions";
import { HolderFields } from "@/app/(public)/signup/holder-fields";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";

const schema = () => import("@/lib/domain/accounts/schema").then(({ newAccount }) => newAccount);
const startSignUpSchema = () => import("@/lib/domain/sign-ups/schema").then(({ signUpDetails }) => signUpDetails);

type Props = { brand: string; languages: { code: string; name: string }[]; byMail: boolean; asked: boolean };

/**
 * *Create an account*. By email, the answer is the same whether or not an account holder already has the address. The password is chosen on
 * the page of the email's link (confirm/form.tsx).
 */
export function SignUpForm({ brand, languages, byMail, asked: before }: Props) {
  const [t, locale] = [useTranslations("signUp"), useLocale()];
  const [asked, setAsked] = useState(before);
  if (asked) {
    return (
      <>
        <Notice tone="success" role="status">
          {t("asked")}
        </Notice>
        <div className="links">
          {/* Reloads the whole page, which clears the form. */}
          <a href={paths.signUp}>{t("another")}</a>
        </div>
      </>
    );
  }
  const language = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));
  return (
    <Form<unknown>
      schema={byMail ? startSignUpSchema : schema}
      action={byMail ? startSignUpAction : signUpAction}
      asks={byMail}
      defaultValues={{ language: locale }}
      onDone={() => setAsked(true)}
      submitLabel={t("submit")}
      wide
    >
      <HolderFields />
      <TextField name="email" label={t("email")} type="email" autoComplete="email" />
      {!byMail && <ChosenPasswordField label={t("password")} words={[brand]} />}
      {/* The page may be switched to another language. The field then starts over with that one. */}
      <SelectField key={locale} name="language" label={t("language")} options={language} />
    </Form>
  );
}
