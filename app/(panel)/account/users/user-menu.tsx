"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { enableUserAction, restoreUserAction } from "@/app/(panel)/account/users/actions";
import { DisableUser } from "@/app/(panel)/account/users/disable-user";
import { EditUser } from "@/app/(panel)/account/users/edit-user";
import { RemoveUser } from "@/app/(panel)/account/users/remove-user";
import { SetPassword } from "@/app/(panel)/account/users/set-password";
import { sentenceOfThrown } from "@/components/form/form";
import { useSentence } from "@/components/form/use-sentence";
import { CompositeId } from "@/components/ui/composite-id";
import { Ban, CircleCheck, Ellipsis, Key, Pencil, Restore, Trash } from "@/components/ui/icon";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import { reaches, withheldKey, type Permission, type Privilege, type Standing, type Status } from "@/lib/policy";
import { isRefusal, type Result } from "@/lib/result";

/** What the menu and its dialogs know of a user. */
export type MenuUser = {
  id: string;
  version: number;
  login: string;
  email: string;
  privilege: Privilege;
  description: string;
  status: Status;
  restorable: boolean;
  /** The day until which a removed user can be restored. */
  until: string;
};

export type Account = { digitalId: string; handle: string; brand: string };

type Props = {
  user: MenuUser;
  /** What the list leaves out on a phone. */
  facts: readonly (readonly [label: string, value: string])[];
  /** The row is the person's own. */
  self: boolean;
  standing: Standing;
  account: Account;
  zone: string;
};

type Asking = "edit" | "password" | "disable" | "remove" | null;

/** The … of a row: what can be done with this user, and for what cannot, why. */
export function UserMenu({ user, facts, self, standing, account, zone }: Props) {
  const [t, say] = [useTranslations("users"), useTranslations()];
  const [asking, ask] = useState<Asking>(null);
  const act = useAct();

  const withheld = (permission: Permission, selfReason?: "disable" | "remove" | "set-password") => {
    if (!reaches(standing, permission)) return say(withheldKey(permission));
    return self && selfReason ? say(`reasons.self.${selfReason}`) : undefined;
  };
  const { login } = user;

  const restore: MenuItem = {
    label: t("restore"),
    icon: <Restore />,
    withheld: withheld("users.restore") ?? (user.restorable ? undefined : say("errors.restore_late")),
    onSelect: () => act(restoreUserAction, user.id, () => ({ title: t("restored", { login }), text: t("restoredText") })),
  };
  const items: MenuItem[] = [
    { label: t("edit"), icon: <Pencil />, withheld: withheld("users.edit"), onSelect: () => ask("edit") },
    {
      label: t("setPassword"),
      icon: <Key />,
      withheld: withheld("users.set-password", "set-password"),
      onSelect: () => ask("password"),
    },
    user.status === "disabled"
      ? {
          label: t("enable"),
          icon: <CircleCheck />,
          withheld: withheld("users.enable"),
          onSelect: () =>
            act(enableUserAction, user.id, ({ due }) => ({
              title: t("enabled", { login }),
              text: due ? t("enabledDue") : t("enabledText"),
            })),
        }
      : { label: t("disable"), icon: <Ban />, withheld: withheld("users.disable", "disable"), onSelect: () => ask("disable") },
    {
      label: t("remove"),
      icon: <Trash />,
      danger: true,
      apart: true,
      withheld: withheld("users.remove", "remove"),
      onSelect: () => ask("remove"),
    },
  ];

  const dialog = { user, account, onClose: () => ask(null) };
  return (
    <>
      <Menu
        label={t("actionsFor", { login })}
        trigger={<Ellipsis />}
        triggerClass="btn icon small quiet more needs-script"
        sheet
        returnTo="add-user"
        head={
          <>
            <CompositeId account={account.digitalId} person={login} breaks />
            <dl className="facts">
              {facts.map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </>
        }
        items={user.status === "removed" ? [restore] : items}
      />
      {asking === "edit" && <EditUser {...dialog} self={self} zone={zone} />}
      {asking === "password" && <SetPassword {...dialog} />}
      {asking === "disable" && <DisableUser {...dialog} />}
      {asking === "remove" && <RemoveUser {...dialog} zone={zone} />}
    </>
  );
}

/** Does something at once with a user, and says what came of it. */
function useAct() {
  const [toast, sentence] = [useToast(), useSentence()];
  const [, start] = useTransition();
  return function act<T>(
    action: (previous: null, form: FormData) => Promise<Result<T>>,
    id: string,
    told: (value: T) => { title: string; text: string },
  ) {
    start(async () => {
      const form = new FormData();
      form.set("id", id);
      try {
        const result = await action(null, form);
        toast(isRefusal(result) ? { title: sentence(result.sentence) } : told(result.value));
      } catch (error) {
        toast({ title: sentence(sentenceOfThrown(error)) });
      }
    });
  };
}
