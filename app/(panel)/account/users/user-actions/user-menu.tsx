"use client";

import { useTranslations } from "next-intl";
import { useEffect, type ComponentProps } from "react";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { useUserActions } from "@/app/(panel)/account/users/user-actions/use-user-actions";
import { At } from "@/components/ui/clock";
import { CompositeId } from "@/components/ui/composite-id";
import { MenuPanel } from "@/components/ui/menu";

type Props = Pick<ComponentProps<typeof MenuPanel>, "id" | "button" | "onToggle"> &
  UserActionsContext & {
    /** The user whose … was pressed last, as their row was then. */
    user: UserRow | null;
  };

/** The menu shared by every … of the list: the actions on this user, with the reason for each withheld one. */
export function UserMenu({ user, withheld, account, zone, ...panel }: Props) {
  const [t, translate] = [useTranslations("users"), useTranslations()];
  const { actsFor, dialog, prepare } = useUserActions({ withheld, account, zone });
  // Most actions of an opened menu open a dialog.
  useEffect(() => {
    if (user) prepare();
  }, [user, prepare]);
  const factsOf = ({ lastLoginAt, created, passwordChanged, status, invitationFailed }: UserRow) =>
    [
      [t("lastLogin"), lastLoginAt === undefined ? t("never") : <At key="at" moment={lastLoginAt} />],
      [t("created"), created],
      [t("passwordChanged"), passwordChanged],
      [t("status"), translate(`status.${invitationFailed ? "invitation-failed" : status}`)],
    ] as const;
  return (
    <>
      <MenuPanel
        {...panel}
        label={user ? t("actionsFor", { login: user.login }) : t("actions")}
        sheet
        head={
          user && (
            <>
              <CompositeId account={account.digitalId} person={user.login} breaks />
              <dl className="mt-1.5 md:hidden">
                {factsOf(user).map(([label, value]) => (
                  <div key={label} className="flex justify-between gap-3 py-0.5">
                    <dt>{label}</dt>
                    <dd className="text-text">{value}</dd>
                  </div>
                ))}
              </dl>
            </>
          )
        }
        items={user ? actsFor(user) : []}
      />
      {dialog}
    </>
  );
}
