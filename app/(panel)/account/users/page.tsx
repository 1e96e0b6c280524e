import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { IdPlate } from "@/app/(panel)/account/users/id-plate";
import { usersList } from "@/app/(panel)/account/users/list-url";
import { AddUser } from "@/app/(panel)/account/users/new/add-user";
import { NewIdNotice } from "@/app/(panel)/account/users/new/new-id";
import { rowsOf } from "@/app/(panel)/account/users/rows";
import { UsersTable } from "@/app/(panel)/account/users/table";
import { List } from "@/app/(panel)/list/list";
import { MissingId } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { listUsers } from "@/lib/domain/users/operations";
import { twoFactorStates, userStates } from "@/lib/domain/users/schema";
import { load, loadMember } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { privileges, reaches, withheldKey } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: person }, page] = [await loadMember(), await load(listUsers, params)];
  const [t, translate] = [await getTranslations("users"), await getTranslations()];
  const { query, users, total } = page;
  const { digitalId, handle, standing } = person;
  const count = users.length;
  const account = { digitalId, handle, brand: env.brand, origin: env.origin, mail: env.mail !== null };
  const withheld = reaches(standing, "users.add") ? undefined : translate(withheldKey("users.add"));
  const added = users.find((user) => user.login === params.added);
  // Users who may not see other users' emails cannot see whether one failed either.
  const states = userStates.filter((state) => page.seesDelivery || state !== "invitation-failed");
  const orders = ["-created", "created", "username", "-username", "-last-login", "last-login"] as const;
  const list = usersList(query);
  return (
    <List
      list={list}
      page={page}
      head={<AccountHead current="users" />}
      title={t("title")}
      action={<AddUser {...account} withheld={withheld} />}
      intro={
        <>
          {params.welcome === "1" && standing === "holder" && <NewIdNotice digitalId={digitalId} />}
          {added && <NewIdNotice digitalId={digitalId} user={added} repeated={params.repeated === "1"} />}
          <IdPlate
            digitalId={digitalId}
            handle={handle}
            example={users.find(({ status }) => status !== "removed")?.login}
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
          options: twoFactorStates.map((value) => ({ value, label: t(value) })),
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
      {reaches(standing, "users.edit") && (
        <noscript>
          <div className="px-gutter pb-3">
            <Notice>{t("needsScript")}</Notice>
          </div>
        </noscript>
      )}
      <UsersTable
        rows={await rowsOf(users, person)}
        list={list}
        standing={standing}
        account={account}
        zone={zoneOf(person)}
      />
    </List>
  );
}
