"use client";

import { useTranslations } from "next-intl";
import { verifyLogInAction } from "@/app/(public)/login/verify/actions";
import { CodeField } from "@/components/form/code-field";
import { Form } from "@/components/form/form";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";

const schema = () => import("@/lib/domain/two-factor/schema").then(({ verification }) => verification);
const promptSchema = () => import("@/lib/domain/two-factor/schema").then(({ keyPrompt }) => keyPrompt);

/** A code from an app, or a backup code. */
export function VerifyCodeForm({ method, next }: { method: "app" | "code"; next: string }) {
  const t = useTranslations("verify");
  return (
    <Form schema={schema} action={verifyLogInAction} hidden={{ next }} asks submitLabel={t("submit")} wide>
      {(register) => (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- The code is all that the page asks for. */}
          <CodeField {...register("code")} label={t("code")} digits={method === "app"} sends autoFocus />
        </>
      )}
    </Form>
  );
}

/** A security key or passkey. */
export function VerifyKeyForm({ options, next }: { options: KeyOptions; next: string }) {
  const t = useTranslations("verify");
  return (
    <KeyForm
      id="verify-key"
      schema={promptSchema}
      options={options}
      action={verifyLogInAction}
      hidden={{ next }}
      asks
      submitLabel={t("submit")}
      failed={t("keyFailed")}
      wide
    />
  );
}
