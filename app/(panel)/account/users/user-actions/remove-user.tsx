"use client";

import { useTranslations } from "next-intl";
import { removeUserAction } from "@/app/(panel)/account/users/actions";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Dialog } from "@/components/ui/dialog";

const schema = () => import("@/lib/domain/users/schema").then(({ userRemoval }) => userRemoval);

type Props = { user: TargetUser; onClose: () => void; onDone: (done: { ended: number; until: string }) => void };

/** *Remove*: asks. For an Administrator, the login has to be typed. */
export function RemoveUser({ user, onClose, onDone }: Props) {
  const [t, users, frame, form] = [
    useTranslations("userForms"),
    useTranslations("users"),
    useTranslations("frame"),
    useTranslations("form"),
  ];
  const { login } = user;
  const typing = user.privilege === "administrator";
  return (
    <Dialog
      title={t("removeTitle", { login })}
      closeLabel={frame("close")}
      onClose={onClose}
      size="slim"
      question
      returnTo="add-user"
    >
      <Form
        schema={schema}
        action={removeUserAction}
        hidden={{ id: user.id }}
        onDone={(done) => (onClose(), onDone(done))}
        submitLabel={users("remove")}
        cancelLabel={form("cancel")}
        danger
      >
        {(register) => (
          <>
            <p>{typing ? t("removeAdministrator", { login }) : t("removeText", { login })}</p>
            <p className="text-13 text-muted">{t("removeLater", { login })}</p>
            {typing && (
              <TextField {...register("login")} label={t("removeConfirm", { login })} code autoComplete="off" />
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}
