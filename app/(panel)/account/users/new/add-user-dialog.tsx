"use client";

import { useTranslations } from "next-intl";
import { addUserAction } from "@/app/(panel)/account/users/actions";
import { AddUserFields, addUserDefaults } from "@/app/(panel)/account/users/new/add-user-fields";
import { useInvitation } from "@/app/(panel)/account/users/new/invitation";
import type { Account } from "@/app/(panel)/account/users/user-actions/target-user";
import { Form } from "@/components/form/form";
import { CompositeId } from "@/components/ui/composite-id";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/users/schema").then(({ newUser }) => newUser);

type Added = {
  login: string;
  email: string;
  invited: boolean;
  until: string | null;
  /** The user already existed. */
  repeated: boolean;
};

/** The dialog of *Add a user*, and the confirmation. */
export function AddUserDialog({ onClose, ...account }: Account & { onClose: () => void }) {
  const [t, frame, form] = [useTranslations("users"), useTranslations("frame"), useTranslations("form")];
  const [words, copy] = [useTranslations("userForms"), useTranslations("copy")];
  const toast = useToast();
  const { digitalId } = account;
  const invitationOf = useInvitation(account);

  function added({ login, email, invited, until, repeated }: Added) {
    const { id, instructions } = invitationOf(login);
    const copyTexts = { copied: copy("copied"), failed: copy("failed") };
    const text = until ? t("mailWaits", { email }) : invited ? t("invitedText", { email }) : t("addedText");
    onClose();
    toast({
      title: t(repeated ? "isThere" : "added", { login }),
      text: repeated ? `${t("repeated")} ${text}` : text,
      sticky: true,
      children: (
        <>
          <CompositeId account={digitalId} person={login} breaks />
          <CopyButton value={id} label={copy("copy")} {...copyTexts} />
          <CopyButton value={instructions} label={t("copyInstructions")} {...copyTexts} />
        </>
      ),
    });
  }

  return (
    <Dialog
      title={t("add")}
      subtitle={words("addTo", { digitalId })}
      closeLabel={frame("close")}
      onClose={onClose}
      returnTo="add-user"
    >
      <Form
        schema={schema}
        action={addUserAction}
        defaultValues={addUserDefaults}
        onDone={added}
        submitLabel={form("confirm")}
        cancelLabel={form("cancel")}
      >
        {(register) => <AddUserFields register={register} {...account} />}
      </Form>
    </Dialog>
  );
}
