"use client";

import { useTranslations } from "next-intl";
import { logInAction, logInWithPasskeyAction } from "@/app/(public)/login/actions";
import { PasswordField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";

const promptSchema = () => import("@/lib/domain/two-factor/schema").then(({ keyPrompt }) => keyPrompt);
const schema = () => import("@/lib/domain/sessions/schema").then(({ signIn }) => signIn);

/** Logs in with a passkey alone. */
export function PasskeyForm({ options, next }: { options: KeyOptions; next: string }) {
  const t = useTranslations("logIn");
  return (
    <KeyForm
      id="passkey"
      schema={promptSchema}
      className="needs-script"
      options={options}
      action={logInWithPasskeyAction}
      hidden={{ next }}
      asks
      submitLabel={t("passkey")}
      failed={t("passkeyFailed")}
      autofill
      plain
      wide
    />
  );
}

/** *Log in*: `id` fills the field, `next` is the page that the user wanted. */
export function LogInForm({ id, next }: { id: string; next: string }) {
  const t = useTranslations("logIn");
  return (
    <Form
      schema={schema}
      action={logInAction}
      hidden={{ next }}
      asks
      defaultValues={{ id }}
      submitLabel={t("submit")}
      wide
    >
      {(register) => (
        <>
          <TextField
            {...register("id")}
            label={t("id")}
            code
            dir="auto"
            autoComplete="username webauthn"
            autoCorrect="off"
          />
          <PasswordField
            {...register("password")}
            label={t("password")}
            autoComplete="current-password"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- A link that names the user leaves only the password to type.
            autoFocus={id !== ""}
          />
        </>
      )}
    </Form>
  );
}
