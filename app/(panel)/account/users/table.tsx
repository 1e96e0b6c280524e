"use client";

import { useTranslations } from "next-intl";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { UserMenu } from "@/app/(panel)/account/users/user-actions/user-menu";
import { ListTable } from "@/app/(panel)/list/table";
import { WordedPrivilege } from "@/app/_parts/privilege";
import { Chip, OwnMark } from "@/components/ui/chip";
import { At } from "@/components/ui/clock";
import { Ban, Ellipsis, Key, Mail, ShieldCheck, Trash, TriangleAlert } from "@/components/ui/icon";
import { hideMenu, MenuButton } from "@/components/ui/menu";
import { State } from "@/components/ui/state";
import type { UsersQuery } from "@/lib/domain/users/schema";
import type { ListAddress } from "@/lib/isomorphic/list-query";

type Props = UserActionsContext & {
  rows: UserRow[];
  list: ListAddress<UsersQuery>;
};

/** The id of the one menu. A short one, because each … button names it. */
const menu = "user-menu";

/** The users of one page, with one menu shared by their … buttons. */
export function UsersTable({ rows, list, withheld, account, zone }: Props) {
  const [t, standings, statuses] = [useTranslations("users"), useTranslations("standing"), useTranslations("status")];
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // A copy of the row when its menu opened, so an answer that arrives later changes nothing under the pointer.
  const [user, setUser] = useState<UserRow | null>(null);
  // Closing the menu returns the focus to its button, so close it before the button disappears.
  const onGone = useCallback((gone: HTMLButtonElement) => gone === button.current && hideMenu(menu), []);
  // Translated here, once for all rows: a lookup per row costs as much as rendering the row.
  const [twoFactor, on, off] = [t("twoFactor"), t("on"), t("off")];
  const [you, never, lastLogin] = [t("you"), t("never"), t("lastLoginWas")];
  return (
    <>
      <ListTable
        cards="phone:*:grid-cols-[max-content_max-content_minmax(0,1fr)_44px] phone:*:grid-rows-[repeat(4,auto)] phone:*:gap-x-3.5 phone:*:gap-y-1.5 phone:*:pr-1"
        label={t("table", { digitalId: account.digitalId })}
        list={list}
        rows={rows}
        keyOf={({ id }) => id}
        lookOf={lookOf}
        columns={[
          {
            className: "cell-name",
            label: t("username"),
            sort: "username",
            cell: ({ login, self, description }) => (
              <>
                <b>
                  <bdi>{login}</bdi>
                  {self && <OwnMark>{you}</OwnMark>}
                </b>
                {description && (
                  <span title={description} dir="auto">
                    {description}
                  </span>
                )}
              </>
            ),
          },
          {
            label: t("privilege"),
            width: "w-33 @max-[760px]:w-30.5",
            cell: ({ privilege }) => <WordedPrivilege standing={privilege} word={standings(privilege)} />,
          },
          {
            className: "cell-factor",
            label: twoFactor,
            width: "w-28 @max-[760px]:w-26",
            cell: (row) => (
              <>
                <span className="cell-label">{`${twoFactor} `}</span>
                {row.twoFactor ? (
                  <span className="factor-on">
                    <ShieldCheck />
                    <span>{on}</span>
                  </span>
                ) : (
                  <span className="factor-off">{off}</span>
                )}
              </>
            ),
          },
          {
            className: "cell-last",
            label: t("lastLogin"),
            width: "w-31 @max-[760px]:w-27",
            sort: "last-login",
            descendingFirst: true,
            cell: ({ lastLoginAt }) => (
              <>
                <span className="cell-label">{`${lastLogin} `}</span>
                {lastLoginAt === undefined ? <span>{never}</span> : <At moment={lastLoginAt} />}
              </>
            ),
          },
          {
            className: "from-960",
            label: t("created"),
            width: "w-26",
            sort: "created",
            descendingFirst: true,
            cell: ({ created }) => created,
          },
          {
            className: "from-860",
            width: "w-36",
            label: list.query.status === "removed" ? t("removedOn") : t("passwordChanged"),
            cell: ({ removedOn, passwordChanged }) => removedOn || passwordChanged,
          },
          {
            className: "user-status",
            label: t("status"),
            width: "w-49 @max-[760px]:w-46.5",
            cell: (row) => (
              <>
                <StatusSign status={shownStatusOf(row)} label={statuses(shownStatusOf(row))} />
                {row.unreached && <small className="block text-muted">{t("undelivered")}</small>}
                {row.status === "removed" && (
                  <small className="block text-muted">
                    {row.restorableUntil ? t("until", { date: row.restorableUntil }) : t("late")}
                  </small>
                )}
              </>
            ),
          },
          {
            className: "cell-more",
            label: t("actions"),
            width: "w-16 @max-[760px]:w-13",
            unlabelled: true,
            cell: (row) => (
              <More
                label={t("actionsFor", { login: row.login })}
                menu={menu}
                open={open && row.id === user?.id}
                onOpen={(pressed) => {
                  button.current = pressed;
                  // The menu opens right after the press and must show this row by then.
                  flushSync(() => setUser(row));
                }}
                onGone={onGone}
              />
            ),
          },
        ]}
      />
      <UserMenu {...{ user, withheld, account, zone, button }} id={menu} onToggle={setOpen} />
    </>
  );
}

function lookOf({ status, unreached, fresh }: UserRow) {
  const look = {
    enabled: unreached && "pending",
    invited: "pending",
    "change-due": "pending",
    disabled: "dimmed",
    removed: "dimmed",
  }[status];
  return fresh ? `${look ?? ""} fresh` : look;
}

type MoreProps = {
  label: string;
  menu: string;
  open: boolean;
  onOpen: (button: HTMLButtonElement) => void;
  /** Called before the button leaves the page. */
  onGone: (button: HTMLButtonElement) => void;
};

/** The … of a row. If the row disappears while the focus is on it or in its menu, the focus moves to *Add a user*. */
function More({ label, onGone, ...rest }: MoreProps) {
  const own = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = own.current!;
    return () => {
      onGone(element);
      if (document.activeElement === element) document.getElementById("add-user")?.focus();
    };
  }, [onGone]);

  return (
    <MenuButton {...rest} ref={own} label={label} className="button button-icon button-small button-quiet needs-script">
      <Ellipsis />
    </MenuButton>
  );
}

/** The status as the list shows it. */
const shownStatusOf = ({ status, invitationFailed }: UserRow) => (invitationFailed ? "invitation-failed" : status);

function StatusSign({ status, label }: { status: ReturnType<typeof shownStatusOf>; label: string }) {
  if (status === "enabled") return <State>{label}</State>;
  if (status === "change-due") {
    return (
      <Chip tone="warning" icon={<Key />}>
        {label}
      </Chip>
    );
  }
  if (status === "invitation-failed") {
    return (
      <Chip tone="danger" icon={<TriangleAlert />}>
        {label}
      </Chip>
    );
  }
  return <Chip icon={{ invited: <Mail />, disabled: <Ban />, removed: <Trash /> }[status]}>{label}</Chip>;
}
