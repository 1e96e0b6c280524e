"use client";

import { useTranslations } from "next-intl";
import { setUserPasswordAction } from "@/app/(panel)/account/users/actions";
import type { Account, Acted } from "@/app/(panel)/account/users/user-acts";
import { ChosenPasswordField } from "@/app/chosen-password-field";
import { Form } from "@/components/form/form";
import { CompositeId } from "@/components/ui/composite-id";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/users/schema").then(({ userPassword }) => userPassword);

type Props = { user: Acted; account: Account; onClose: () => void };

/** *Set a new password*, for a user who lost theirs. */
export function SetPassword({ user, account, onClose }: Props) {
  const [t, frame, form, toast] = [useTranslations("users"), useTranslations("frame"), useTranslations("form"), useToast()];
  const { login } = user;
  return (
    <Dialog
      title={t("setPasswordTitle", { login })}
      subtitle={<CompositeId account={account.digitalId} person={login} breaks />}
      closeLabel={frame("close")}
      onClose={onClose}
      returnTo="add-user"
    >
      <Form
        schema={schema}
        action={setUserPasswordAction}
        onDone={({ ended }) => {
          onClose();
          toast({ title: t("passwordSet", { login }), text: `${t("sessionsEnded", { count: ended })} ${t("passwordSetText")}` });
        }}
        submitLabel={form("confirm")}
        cancelLabel={form("cancel")}
      >
        <p>{t("setPasswordText", { login })}</p>
        <input type="hidden" name="id" value={user.id} />
        <ChosenPasswordField label={t("password")} words={[login, user.email, account.digitalId, account.handle, account.brand]} />
      </Form>
    </Dialog>
  );
}
