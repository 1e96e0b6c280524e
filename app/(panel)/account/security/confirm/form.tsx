"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { confirmSessionAction } from "@/app/(panel)/account/security/confirm/actions";
import { PasswordField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/two-factor/schema").then(({ proof }) => proof);

/** Asks for the password or a code. */
export function ConfirmForm({ next, hasFactor }: { next: string; hasFactor: boolean }) {
  const [t, router] = [useTranslations("confirmSelf"), useRouter()];
  return (
    <Form
      schema={schema}
      action={confirmSessionAction}
      hidden={{ next }}
      asks
      onDone={() => router.push(next)}
      submitLabel={t("confirm")}
    >
      {(register) => (
        <>
          <PasswordField {...register("password")} label={t("withPassword")} autoComplete="current-password" />
          {hasFactor && <TextField {...register("code")} label={t("orCode")} code autoComplete="one-time-code" />}
        </>
      )}
    </Form>
  );
}
