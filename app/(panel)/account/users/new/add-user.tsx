"use client";

import { useTranslations } from "next-intl";
import type { Account } from "@/app/(panel)/account/users/user-actions/target-user";
import { useLatePart } from "@/app/texts/late-part";
import { LateTexts } from "@/app/texts/texts-from";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icon";
import { useOpened } from "@/components/ui/use-opened";
import { paths } from "@/lib/isomorphic/paths";

const loadDialog = () =>
  import("@/app/(panel)/account/users/new/add-user-dialog").then(({ AddUserDialog }) => AddUserDialog);

type Props = Account & {
  /** Why this user cannot add a user. */
  withheld?: string;
};

/** *Add a user*: the button, which loads its dialog. Without JavaScript the dialog is a page. */
export function AddUser({ withheld, ...account }: Props) {
  const t = useTranslations("users");
  const [opened, open] = useOpened<"add">();
  const { Part: AddUserDialog, whenReady, prepare } = useLatePart(loadDialog);
  if (withheld) return <Button withheld={withheld}>{t("add")}</Button>;
  return (
    <>
      <form
        action={paths.addUser}
        onSubmit={(event) => (event.preventDefault(), void whenReady(() => open("add")))}
        onPointerEnter={prepare}
        onFocus={prepare}
        className="contents"
      >
        <Button variant="primary" type="submit" id="add-user">
          <Plus />
          {t("add")}
        </Button>
      </form>
      {opened && AddUserDialog && (
        <LateTexts>
          <AddUserDialog {...account} onClose={opened.close} />
        </LateTexts>
      )}
    </>
  );
}
