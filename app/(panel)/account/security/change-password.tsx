"use client";

import { useTranslations } from "next-intl";
import { changePasswordAction } from "@/app/(panel)/account/security/actions";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { usePossiblyChanged } from "@/app/_parts/possibly-changed";
import { PasswordField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/passwords/schema").then(({ passwordChange }) => passwordChange);

/** Changes the user's own password. */
export function ChangePasswordForm({ words }: { words: string[] }) {
  const [t, toast, perhaps] = [useTranslations("security"), useToast(), usePossiblyChanged()];
  return (
    <Form
      schema={schema}
      action={changePasswordAction}
      onDone={({ ended }, clear) => {
        clear();
        toast({ title: t("done"), text: t("ended", { count: ended }) });
      }}
      onRefused={perhaps.onRefused}
      submitLabel={t("submit")}
    >
      {(register) => (
        <>
          {perhaps.notice}
          <PasswordField {...register("current")} label={t("current")} autoComplete="current-password" />
          <ChosenPasswordField {...register("password")} label={t("new")} words={words} />
          <PasswordField {...register("repeat")} label={t("repeat")} autoComplete="new-password" />
        </>
      )}
    </Form>
  );
}
