"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { changeEmailAction } from "@/app/(panel)/account/(general)/actions";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Notice } from "@/components/ui/notice";

const schema = () => import("@/lib/domain/email-changes/schema").then(({ newEmail }) => newEmail);

/** Changes the user's own email address. The answer is the same whether or not another user has the address. */
export function EmailForm() {
  const t = useTranslations("emailAddress");
  const [asked, setAsked] = useState(false);
  return (
    <>
      {asked && (
        <div className="pb-4">
          <Notice tone="success" role="status">
            {t("asked")}
          </Notice>
        </div>
      )}
      <Form
        schema={schema}
        action={changeEmailAction}
        onDone={(_, clear) => {
          clear();
          setAsked(true);
        }}
        submitLabel={t("submit")}
      >
        {(register) => <TextField {...register("email")} label={t("email")} type="email" autoComplete="email" />}
      </Form>
    </>
  );
}
