"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { requestSignUpAction, signUpAction } from "@/app/(public)/signup/actions";
import { HolderFields } from "@/app/(public)/signup/holder-fields";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";

const schema = () => import("@/lib/domain/accounts/schema").then(({ newAccount }) => newAccount);
const requestSchema = () => import("@/lib/domain/sign-ups/schema").then(({ accountRequest }) => accountRequest);

type Props = { brand: string; languages: { code: string; name: string }[]; byMail: boolean; asked: boolean };

/**
 * *Create an account*. By mail, whoever asks is told the same, whether or not the address is a holder's already; the
 * password is chosen on the page of the mail's link (confirm/form.tsx).
 */
export function SignUpForm({ brand, languages, byMail, asked: before }: Props) {
  const [t, locale] = [useTranslations("signUp"), useLocale()];
  const [asked, setAsked] = useState(before);
  if (asked) {
    return (
      <>
        <Notice tone="success" role="status">{t("asked")}</Notice>
        <div className="links">
          {/* The whole page anew: what was typed is gone. */}
          <a href={paths.signUp}>{t("another")}</a>
        </div>
      </>
    );
  }
  const language = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));
  return (
    <Form<unknown>
      schema={byMail ? requestSchema : schema}
      action={byMail ? requestSignUpAction : signUpAction}
      asks={byMail}
      defaultValues={{ language: locale }}
      onDone={() => setAsked(true)}
      submitLabel={t("submit")}
      wide
    >
      <HolderFields />
      <TextField name="email" label={t("email")} type="email" autoComplete="email" />
      {!byMail && <ChosenPasswordField label={t("password")} words={[brand]} />}
      {/* The page may be switched to another language meanwhile: then it begins anew with that one. */}
      <SelectField key={locale} name="language" label={t("language")} options={language} />
    </Form>
  );
}
