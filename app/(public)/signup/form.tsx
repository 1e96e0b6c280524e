"use client";

import { useTranslations } from "next-intl";
import { signUpAction } from "@/app/(public)/signup/actions";
import { ChosenPasswordField } from "@/app/chosen-password-field";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { newAccount } from "@/lib/accounts/schema";

/** *Create an account*. */
export function SignUpForm({ brand }: { brand: string }) {
  const t = useTranslations("signUp");
  return (
    <Form schema={newAccount} action={signUpAction} submitLabel={t("submit")} wide>
      <div className="row2">
        <TextField name="firstName" label={t("firstName")} autoComplete="given-name" />
        <TextField name="lastName" label={t("lastName")} autoComplete="family-name" />
      </div>
      <TextField name="organisation" label={t("organisation")} optional autoComplete="organization" />
      <TextField name="email" label={t("email")} type="email" autoComplete="email" />
      <ChosenPasswordField label={t("password")} words={[brand]} />
    </Form>
  );
}
