import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { UsersFilters } from "@/app/(panel)/account/users/filters";
import { IdPlate } from "@/app/(panel)/account/users/id-plate";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { AddUser } from "@/app/(panel)/account/users/new/add-user";
import { NewIdNotice } from "@/app/(panel)/account/users/new/new-id";
import { rowsOf } from "@/app/(panel)/account/users/rows";
import { UsersTable } from "@/app/(panel)/account/users/table";
import { ListPager } from "@/app/(panel)/list/pager";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { listUsers } from "@/lib/domain/users/operations";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { load, loadMember } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { isNarrowed } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";
import { reaches, withheldKey } from "@/lib/policy";
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
  const { digitalId, handle } = person;
  const narrowed = isNarrowed(query, defaultUsersQuery);
  const withheld = reaches(person.standing, "users.add") ? undefined : translate(withheldKey("users.add"));
  const add = (
    <AddUser {...{ digitalId, handle, withheld }} brand={env.brand} origin={env.origin} mail={env.mail !== null} />
  );
  const shown = users.length > 0 ? t("onPage", { count: users.length }) : t("nothingTitle");
  const pager = (
    <ListPager
      path={paths.users}
      query={query}
      fallback={defaultUsersQuery}
      range={shown}
      previous={page.previous}
      next={page.next}
    />
  );
  const nothing = query.q
    ? t("nothingFor", { q: query.q })
    : query.status === "removed"
      ? t("nothingRemoved")
      : t("nothingTitle");
  const added = users.find((user) => user.login === params.added);
  return (
    <section>
      <AccountHead current="users" />
      <div className="shead">
        <h2>{t("title")}</h2>
        {add}
      </div>
      {params.welcome === "1" && person.standing === "holder" && <NewIdNotice digitalId={digitalId} />}
      {added && <NewIdNotice digitalId={digitalId} user={added} repeated={params.repeated === "1"} />}
      <IdPlate
        digitalId={digitalId}
        handle={handle}
        example={users.find(({ status }) => status !== "removed")?.login}
      />
      {(page.misread || page.looked) && (
        <div className="px-(--gutter) pt-3.5">
          {page.misread && <Notice tone="warning">{translate("list.misread")}</Notice>}
          {page.looked && <Notice>{translate("list.looked", { count: page.looked })}</Notice>}
        </div>
      )}
      {page.all > 0 || narrowed || users.length > 0 ? (
        <UsersFilters
          query={query}
          seesDelivery={page.seesDelivery}
          total={total === null ? null : t("total", { count: total })}
          shown={shown}
        />
      ) : null}
      {users.length > 0 ? (
        <>
          {reaches(person.standing, "users.edit") && (
            <noscript>
              <div className="px-(--gutter) pb-3">
                <Notice>{t("needsScript")}</Notice>
              </div>
            </noscript>
          )}
          <UsersTable
            rows={await rowsOf(users, person)}
            query={query}
            fallback={defaultUsersQuery}
            standing={person.standing}
            account={{ digitalId, handle, brand: env.brand, origin: env.origin, mail: env.mail !== null }}
            zone={zoneOf(person)}
          />
          {pager}
        </>
      ) : narrowed ? (
        <>
          <Empty
            title={page.looked ? translate("list.nothingYet") : nothing}
            action={<LinkButton href={usersUrl({})}>{translate("list.clearAll")}</LinkButton>}
          >
            {query.q && !page.looked ? t("nothingText") : null}
          </Empty>
          {page.looked && pager}
        </>
      ) : (
        <Empty
          drawn={
            <>
              <bdi>{digitalId}</bdi>
              <i>/</i>
              <span>{t("colleague")}</span>
            </>
          }
          title={t("emptyTitle")}
        >
          {t("emptyText")}
        </Empty>
      )}
    </section>
  );
}
