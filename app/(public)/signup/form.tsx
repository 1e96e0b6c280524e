"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { signUpAction, startSignUpAction } from "@/app/(public)/signup/actions";
import { HolderFields } from "@/app/(public)/signup/holder-fields";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import type { Register } from "@/components/form/use-fields";
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
  const shared = { defaultValues: { language: locale }, submitLabel: t("submit"), wide: true };
  return byMail ? (
    <Form {...shared} action={startSignUpAction} schema={startSignUpSchema} asks onDone={() => setAsked(true)}>
      {(register) => <SignUpFields {...{ register, languages }} />}
    </Form>
  ) : (
    <Form {...shared} action={signUpAction} schema={schema}>
      {(register) => (
        <SignUpFields {...{ register, languages }}>
          <ChosenPasswordField
            {...register("password")}
            label={t("password")}
            words={[brand]}
            wordField={register("email")}
          />
        </SignUpFields>
      )}
    </Form>
  );
}

type FieldsProps = Pick<Props, "languages"> & {
  register: Register<"firstName" | "lastName" | "organisation" | "email" | "language">;
  /** Stands after the email address. */
  children?: ReactNode;
};

function SignUpFields({ register, languages, children }: FieldsProps) {
  const [t, locale] = [useTranslations("signUp"), useLocale()];
  const language = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));
  return (
    <>
      <HolderFields register={register} />
      <TextField {...register("email")} label={t("email")} type="email" autoComplete="email" />
      {children}
      {/* The page may be switched to another language. The field then starts over with that one. */}
      <SelectField key={locale} {...register("language")} label={t("language")} options={language} />
    </>
  );
}
