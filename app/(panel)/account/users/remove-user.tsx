"use client";

import { useLocale, useTranslations } from "next-intl";
import { removeUserAction } from "@/app/(panel)/account/users/actions";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatDay } from "@/lib/format";
import { userRemoval } from "@/lib/users/schema";

type Props = { user: UserRow; onClose: () => void; zone: string };

/** *Remove*: asks; an Administrator by typing the login. */
export function RemoveUser({ user, onClose, zone }: Props) {
  const [t, frame, form, toast] = [useTranslations("users"), useTranslations("frame"), useTranslations("form"), useToast()];
  const locale = useLocale();
  const { login } = user;
  const typing = user.privilege === "administrator";
  return (
    <Dialog title={t("removeTitle", { login })} closeLabel={frame("close")} onClose={onClose} size="slim" question returnTo="add-user">
      <Form
        schema={userRemoval}
        action={removeUserAction}
        onDone={({ ended, until }) => {
          onClose();
          const date = formatDay(new Date(until), locale, zone);
          toast({ title: t("removed", { login }), text: t("removedText", { ended: t("sessionsEnded", { count: ended }), date }) });
        }}
        submitLabel={t("remove")}
        cancelLabel={form("cancel")}
        danger
      >
        <input type="hidden" name="id" value={user.id} />
        <p>{typing ? t("removeAdministrator", { login }) : t("removeText", { login })}</p>
        <p className="muted small">{t("removeLater", { login })}</p>
        {typing && <TextField name="login" label={t("removeConfirm", { login })} code autoComplete="off" />}
      </Form>
    </Dialog>
  );
}
