"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { ComponentProps } from "react";
import { enableUserAction, restoreUserAction } from "@/app/(panel)/account/users/actions";
import { DisableUser } from "@/app/(panel)/account/users/disable-user";
import { EditUser } from "@/app/(panel)/account/users/edit-user";
import { RemoveUser } from "@/app/(panel)/account/users/remove-user";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { SetPassword } from "@/app/(panel)/account/users/set-password";
import { sentenceOfThrown } from "@/components/form/form";
import { useSentence } from "@/components/form/use-sentence";
import { CompositeId } from "@/components/ui/composite-id";
import { Ban, CircleCheck, Key, Pencil, Restore, Trash } from "@/components/ui/icon";
import { MenuPanel, type MenuItem } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import { reaches, withheldKey, type Permission, type Standing } from "@/lib/policy";
import { isRefusal, type Result } from "@/lib/result";

export type Account = { digitalId: string; handle: string; brand: string };

type Props = Pick<ComponentProps<typeof MenuPanel>, "id" | "button" | "onToggle"> & {
  /** The one whose … was pressed last. */
  user: UserRow;
  standing: Standing;
  account: Account;
  zone: string;
};

type Question = "edit" | "password" | "disable" | "remove";

/** The menu behind every … of the list: what can be done with this user, and for what cannot, why. */
export function UserMenu({ user, standing, account, zone, ...panel }: Props) {
  const [t, say] = [useTranslations("users"), useTranslations()];
  // The user is kept as they were: the row behind may change, or go, while somebody reads.
  const [asking, setAsking] = useState<{ question: Question; user: UserRow } | null>(null);
  const act = useAct();
  const ask = (question: Question) => setAsking({ question, user });

  const withheld = (permission: Permission, selfReason?: "disable" | "remove" | "set-password") => {
    if (!reaches(standing, permission)) return say(withheldKey(permission));
    return user.self && selfReason ? say(`reasons.self.${selfReason}`) : undefined;
  };
  const { login } = user;

  const restore: MenuItem = {
    label: t("restore"),
    icon: <Restore />,
    withheld: withheld("users.restore") ?? (user.restorableUntil ? undefined : say("errors.restore_late")),
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

  const facts = [
    [t("lastLogin"), user.lastLogin],
    [t("created"), user.created],
    [t("passwordChanged"), user.passwordChanged],
    [t("status"), say(`status.${user.status}`)],
  ] as const;
  const dialog = asking && { user: asking.user, account, onClose: () => setAsking(null) };
  return (
    <>
      <MenuPanel
        {...panel}
        label={t("actionsFor", { login })}
        sheet
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
      {dialog && asking.question === "edit" && <EditUser {...dialog} zone={zone} />}
      {dialog && asking.question === "password" && <SetPassword {...dialog} />}
      {dialog && asking.question === "disable" && <DisableUser {...dialog} />}
      {dialog && asking.question === "remove" && <RemoveUser {...dialog} zone={zone} />}
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
