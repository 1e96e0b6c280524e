"use client";

import { useTranslations } from "next-intl";
import { useCallback, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { Account } from "@/app/(panel)/account/users/user-actions/target-user";
import { UserMenu } from "@/app/(panel)/account/users/user-actions/user-menu";
import { SortHead } from "@/app/(panel)/list/sort-head";
import { WordedPrivilege } from "@/app/_parts/privilege";
import { Chip } from "@/components/ui/chip";
import { At } from "@/components/ui/clock";
import { Ban, Ellipsis, Key, Mail, ShieldCheck, Trash, TriangleAlert } from "@/components/ui/icon";
import { hideMenu, MenuButton } from "@/components/ui/menu";
import { State } from "@/components/ui/state";
import type { UsersQuery } from "@/lib/domain/users/schema";
import { paths } from "@/lib/isomorphic/paths";
import type { Standing } from "@/lib/policy";

type Props = {
  rows: UserRow[];
  query: UsersQuery;
  fallback: UsersQuery;
  standing: Standing;
  account: Account;
  zone: string;
};

/** The users of one page, with one menu shared by their … buttons. On a phone, each row becomes a card and keeps its ARIA roles. */
export function UsersTable({ rows, query, fallback, standing, account, zone }: Props) {
  const [t, standings, statuses] = [useTranslations("users"), useTranslations("standing"), useTranslations("status")];
  const menu = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // A copy of the row when its menu opened, so an answer that arrives later changes nothing under the pointer.
  const [user, setUser] = useState<UserRow | null>(null);
  // Closing the menu returns the focus to its button, so close it before the button disappears.
  const onGone = useCallback((gone: HTMLButtonElement) => gone === button.current && hideMenu(menu), [menu]);
  const list = { path: paths.users, query, fallback };
  return (
    <div className="wrap">
      <table role="table" className="ledger users" aria-label={t("table", { digitalId: account.digitalId })}>
        <thead role="rowgroup">
          <tr role="row">
            <SortHead {...list} sort="username" className="name" label={t("username")} />
            <th role="columnheader" scope="col" className="c-priv">
              {t("privilege")}
            </th>
            <th role="columnheader" scope="col" className="c-2fa">
              {t("twoFactor")}
            </th>
            <SortHead {...list} sort="last-login" descendingFirst className="c-last" label={t("lastLogin")} />
            <SortHead {...list} sort="created" descendingFirst className="c-made" label={t("created")} />
            <th role="columnheader" scope="col" className="c-pw">
              {query.status === "removed" ? t("removedOn") : t("passwordChanged")}
            </th>
            <th role="columnheader" scope="col" className="c-status">
              {t("status")}
            </th>
            <th role="columnheader" scope="col" className="c-more">
              <span className="sr">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              // Translated here, once for all rows: a lookup per row costs as much as rendering the row.
              words={{
                t,
                lastLogin: t("lastLoginWas"),
                privilege: standings(row.privilege),
                status: statuses(row.shownStatus),
              }}
              menu={menu}
              open={open && row.id === user?.id}
              onOpen={(pressed) => {
                button.current = pressed;
                // The menu opens right after the press and must show this row by then.
                flushSync(() => setUser(row));
              }}
              onGone={onGone}
            />
          ))}
        </tbody>
      </table>
      <UserMenu {...{ user, standing, account, zone, button }} id={menu} onToggle={setOpen} />
    </div>
  );
}

type Words = { t: ReturnType<typeof useTranslations<"users">>; lastLogin: string; privilege: string; status: string };

type RowProps = { row: UserRow; words: Words } & MoreProps;

function Row({ row, words, ...more }: RowProps) {
  const { t } = words;
  const { login, description, privilege, status } = row;
  const look = {
    enabled: row.unreached ? "due" : "",
    invited: "due",
    "change-due": "due",
    disabled: "dim",
    removed: "dim",
  }[status];
  return (
    <tr role="row" className={row.fresh ? `${look} fresh` : look}>
      <td role="cell" className="name">
        <b>
          <bdi>{login}</bdi>
          {row.self && <span className="you">{t("you")}</span>}
        </b>
        {description && (
          <span title={description} dir="auto">
            {description}
          </span>
        )}
      </td>
      <td role="cell" className="c-priv">
        <WordedPrivilege standing={privilege} word={words.privilege} />
      </td>
      <td role="cell" className="c-2fa">
        <span className="k">{`${t("twoFactor")} `}</span>
        {row.twoFactor ? (
          <span className="on">
            <ShieldCheck />
            <span>{t("on")}</span>
          </span>
        ) : (
          <span className="offtext">{t("off")}</span>
        )}
      </td>
      <td role="cell" className="c-last">
        <span className="k">{`${words.lastLogin} `}</span>
        {row.lastLoginAt === null ? <span>{t("never")}</span> : <At moment={row.lastLoginAt} />}
      </td>
      <td role="cell" className="c-made">
        {row.created}
      </td>
      <td role="cell" className="c-pw">
        {row.removedOn || row.passwordChanged}
      </td>
      <td role="cell" className="c-status">
        <StatusSign status={row.shownStatus} label={words.status} />
        {row.unreached && <small className="muted block">{t("undelivered")}</small>}
        {status === "removed" && (
          <small className="muted block">
            {row.restorableUntil ? t("until", { date: row.restorableUntil }) : t("late")}
          </small>
        )}
      </td>
      <td role="cell" className="c-more">
        <More {...more} label={t("actionsFor", { login })} />
      </td>
    </tr>
  );
}

type MoreProps = {
  menu: string;
  open: boolean;
  onOpen: (button: HTMLButtonElement) => void;
  /** Called before the button leaves the page. */
  onGone: (button: HTMLButtonElement) => void;
};

/** The … of a row. If the row disappears while the focus is on it or in its menu, the focus moves to *Add a user*. */
function More({ label, onGone, ...rest }: MoreProps & { label: string }) {
  const own = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = own.current!;
    return () => {
      onGone(element);
      if (document.activeElement === element) document.getElementById("add-user")?.focus();
    };
  }, [onGone]);

  return (
    <MenuButton {...rest} ref={own} label={label} className="btn icon small quiet more needs-script">
      <Ellipsis />
    </MenuButton>
  );
}

function StatusSign({ status, label }: { status: UserRow["shownStatus"]; label: string }) {
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
