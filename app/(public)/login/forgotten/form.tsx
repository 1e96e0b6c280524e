"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { requestPasswordResetAction } from "@/app/(public)/login/forgotten/actions";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Notice } from "@/components/ui/notice";

const schema = () => import("@/lib/domain/password-links/schema").then(({ forgottenPassword }) => forgottenPassword);

/** Asks for the link. The answer is the same whether or not the ID exists. */
export function ForgottenForm({ id, asked: before }: { id: string; asked: boolean }) {
  const t = useTranslations("forgotten");
  const [asked, setAsked] = useState(before);
  return (
    <>
      {asked && (
        <Notice tone="success" role="status">
          {t("asked")}
        </Notice>
      )}
      <Form
        schema={schema}
        action={requestPasswordResetAction}
        asks
        defaultValues={{ id }}
        onDone={() => setAsked(true)}
        submitLabel={t("submit")}
        wide
      >
        {(register) => (
          <TextField {...register("id")} label={t("id")} code dir="auto" autoComplete="username" autoCorrect="off" />
        )}
      </Form>
    </>
  );
}
