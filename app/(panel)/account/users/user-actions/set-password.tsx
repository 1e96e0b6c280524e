"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { sendUserLinkAction, setUserPasswordAction } from "@/app/(panel)/account/users/actions";
import type { Account, TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { Form } from "@/components/form/form";
import { CompositeId } from "@/components/ui/composite-id";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/users/schema").then(({ userPassword }) => userPassword);
const linkSchema = () => import("@/lib/domain/users/schema").then(({ userById }) => userById);

type Props = { user: TargetUser; account: Account; onClose: () => void };

/** *Set a new password*, for a user who lost theirs: by hand, or by a link with which they set it themselves. */
export function SetPassword({ user, account, onClose }: Props) {
  const [t, users, frame, form, toast] = [
    useTranslations("userForms"),
    useTranslations("users"),
    useTranslations("frame"),
    useTranslations("form"),
    useToast(),
  ];
  const { login } = user;
  const invited = user.status === "invited";
  const [byLink, setByLink] = useState(invited);
  const other = (
    <p>
      <button type="button" className="plain-link" onClick={() => setByLink(!byLink)}>
        {byLink ? t("setByHand") : t("sendLinkInstead")}
      </button>
    </p>
  );
  return (
    <Dialog
      title={t("setPasswordTitle", { login })}
      subtitle={<CompositeId account={account.digitalId} person={login} breaks />}
      closeLabel={frame("close")}
      onClose={onClose}
      returnTo="add-user"
      step={byLink ? "link" : "password"}
    >
      {byLink ? (
        <Form
          key="link"
          schema={linkSchema}
          action={sendUserLinkAction}
          hidden={{ id: user.id }}
          onDone={({ email, until }) => {
            onClose();
            const goes = until ? users("mailWaits", { email }) : t("linkSentText", { email });
            toast({ title: t("linkSent", { login }), text: account.mail ? goes : t("inviteNoMail") });
          }}
          submitLabel={t("sendLink")}
          cancelLabel={form("cancel")}
        >
          <p>{t(invited ? "sendActivationText" : "sendLinkText", { login, email: user.email })}</p>
          {!account.mail && <p className="text-warning">{t("inviteNoMail")}</p>}
          {other}
        </Form>
      ) : (
        <Form
          key="password"
          schema={schema}
          action={setUserPasswordAction}
          hidden={{ id: user.id }}
          onDone={({ ended }) => {
            onClose();
            toast({
              title: t("passwordSet", { login }),
              text: `${users("sessionsEnded", { count: ended })} ${t("passwordSetText")}`,
            });
          }}
          submitLabel={form("confirm")}
          cancelLabel={form("cancel")}
        >
          {(register) => (
            <>
              <p>{t("setPasswordText", { login })}</p>
              <ChosenPasswordField
                {...register("password")}
                label={t("password")}
                words={[login, user.email, account.digitalId, account.handle, account.brand]}
              />
              {other}
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
