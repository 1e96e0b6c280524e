"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import type { Acting } from "@/app/(panel)/account/users/acts/acted";
import { useUserActs } from "@/app/(panel)/account/users/acts/user-acts";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { At } from "@/components/ui/clock";
import { CompositeId } from "@/components/ui/composite-id";
import { MenuPanel } from "@/components/ui/menu";

type Props = Pick<ComponentProps<typeof MenuPanel>, "id" | "button" | "onToggle"> &
  Acting & {
    /** The one whose … was pressed last. */
    user: UserRow;
  };

/** The menu behind every … of the list: what can be done with this user, and for what cannot, why. */
export function UserMenu({ user, standing, account, zone, ...panel }: Props) {
  const [t, say] = [useTranslations("users"), useTranslations()];
  const { actsFor, dialog } = useUserActs({ standing, account, zone });
  const { login } = user;
  const facts = [
    [t("lastLogin"), user.lastLoginAt === null ? t("never") : <At key="at" moment={user.lastLoginAt} />],
    [t("created"), user.created],
    [t("passwordChanged"), user.passwordChanged],
    [t("status"), say(`status.${user.shownStatus}`)],
  ] as const;
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
        items={actsFor(user)}
      />
      {dialog}
    </>
  );
}
