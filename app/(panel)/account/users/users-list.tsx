"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { AccountHead } from "@/app/(panel)/account/head";
import { IdPlate } from "@/app/(panel)/account/users/id-plate";
import { AddUser } from "@/app/(panel)/account/users/new/add-user";
import { NewIdNotice } from "@/app/(panel)/account/users/new/new-id";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { UsersTable } from "@/app/(panel)/account/users/table";
import type { UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { List, type Answer } from "@/app/(panel)/list/list";
import { MissingId } from "@/components/ui/missing-id";
import { Notice } from "@/components/ui/notice";
import type { twoFactorStates, userStates, UsersQuery } from "@/lib/domain/users/schema";
import type { ListAddress } from "@/lib/isomorphic/list-query";
import { unpackRows, type PackedRows } from "@/lib/isomorphic/packed-rows";
import { privileges, withheldKey } from "@/lib/policy";

type Props = UserActionsContext & {
  rows: PackedRows<UserRow>;
  list: ListAddress<UsersQuery>;
  total: number | null;
  /** What the list can be filtered by. From the server, because their schema would make the page's script larger by its checks. */
  states: readonly (typeof userStates)[number][];
  factorStates: typeof twoFactorStates;
  page: Answer;
  /** The account was just created. */
  welcome?: boolean;
  /** The username of a user who was just added without JavaScript, and whether they already existed. */
  added?: string;
  repeated?: boolean;
};

const orders = ["-created", "created", "username", "-username", "-last-login", "last-login"] as const;

/** The list of users. A client component: what the server sends of it is the rows, and not each of their elements. */
export function UsersList({
  rows: packed,
  list,
  total,
  states,
  factorStates,
  page,
  withheld,
  account,
  zone,
  welcome,
  added,
  repeated,
}: Props) {
  const [t, translate] = [useTranslations("users"), useTranslations()];
  const { digitalId, handle } = account;
  const rows = useMemo(() => unpackRows(packed), [packed]);
  const count = rows.length;
  const reason = withheld.includes("users.add") ? translate(withheldKey("users.add")) : undefined;
  const newUser = rows.find(({ login }) => login === added);
  const { query } = list;
  return (
    <List
      list={list}
      page={page}
      head={<AccountHead current="users" />}
      title={t("title")}
      action={<AddUser {...account} withheld={reason} />}
      intro={
        <>
          {welcome && <NewIdNotice digitalId={digitalId} />}
          {newUser && <NewIdNotice digitalId={digitalId} user={newUser} repeated={repeated} />}
          <IdPlate
            digitalId={digitalId}
            handle={handle}
            example={rows.find(({ status }) => status !== "removed")?.login}
          />
        </>
      }
      label={t("list")}
      search={{ label: t("search"), hint: t("searchHint") }}
      filters={[
        {
          name: "privilege",
          label: t("privilege"),
          options: privileges.map((value) => ({ value, label: translate(`standing.${value}`) })),
        },
        {
          name: "status",
          label: t("status"),
          options: states.map((value) => ({ value, label: translate(`status.${value}`) })),
        },
        {
          name: "two-factor",
          label: t("twoFactor"),
          options: factorStates.map((value) => ({ value, label: t(value) })),
        },
      ]}
      orders={orders.map((value) => ({ value, label: t(`sorts.${value}`) }))}
      total={total === null ? null : t("total", { count: total })}
      count={count}
      shown={count > 0 ? t("onPage", { count }) : t("nothingTitle")}
      nothing={
        query.q
          ? { title: t("nothingFor", { q: query.q }), text: t("nothingText") }
          : { title: query.status === "removed" ? t("nothingRemoved") : t("nothingTitle") }
      }
      empty={{
        drawn: <MissingId account={digitalId} person={t("colleague")} />,
        title: t("emptyTitle"),
        text: t("emptyText"),
      }}
    >
      {!withheld.includes("users.edit") && (
        <noscript>
          <div className="px-gutter pb-3">
            <Notice>{t("needsScript")}</Notice>
          </div>
        </noscript>
      )}
      <UsersTable rows={rows} list={list} withheld={withheld} account={account} zone={zone} />
    </List>
  );
}
