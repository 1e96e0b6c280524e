"use client";

import { useTranslations } from "next-intl";
import { resetTwoFactorAction } from "@/app/(panel)/account/users/actions";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { Form } from "@/components/form/form";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/users/schema").then(({ userById }) => userById);

/** *Reset two-factor*, for a user who lost their phone: asks first. */
export function ResetTwoFactor({ user: { id, login }, onClose }: { user: TargetUser; onClose: () => void }) {
  const [t, users, frame, form, toast] = [
    useTranslations("userForms"),
    useTranslations("users"),
    useTranslations("frame"),
    useTranslations("form"),
    useToast(),
  ];
  return (
    <Dialog
      title={t("resetTwoFactorTitle", { login })}
      closeLabel={frame("close")}
      onClose={onClose}
      size="slim"
      question
      returnTo="add-user"
    >
      <Form
        schema={schema}
        action={resetTwoFactorAction}
        hidden={{ id }}
        onDone={({ ended }) => {
          onClose();
          toast({ title: t("twoFactorReset", { login }), text: users("sessionsEnded", { count: ended }) });
        }}
        submitLabel={users("resetTwoFactor")}
        cancelLabel={form("cancel")}
        danger
      >
        <p>{t("resetTwoFactorText", { login })}</p>
      </Form>
    </Dialog>
  );
}
