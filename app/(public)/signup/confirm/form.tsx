"use client";

import { useTranslations } from "next-intl";
import { confirmSignUpAction } from "@/app/(public)/signup/actions";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/links/schema").then(({ byToken }) => byToken);

/** The one button that makes the account. */
export function ConfirmSignUpForm({ token }: { token: string }) {
  const t = useTranslations("confirmSignUp");
  return (
    <Form schema={schema} action={confirmSignUpAction} submitLabel={t("submit")} wide>
      <input type="hidden" name="token" value={token} />
    </Form>
  );
}
