import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmailsTable } from "@/app/(panel)/account/emails/table";
import { AccountHead } from "@/app/(panel)/account/head";
import { List } from "@/app/(panel)/list/list";
import { listEmails } from "@/lib/domain/mail/operations";
import { defaultEmailsQuery, groupNames } from "@/lib/domain/mail/schema";
import { load, loadMember } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("emails"))("title") };
}

export default async function EmailsPage({ searchParams }: Props) {
  const [{ principal: person }, page] = [await loadMember(), await load(listEmails, await searchParams)];
  const t = await getTranslations("emails");
  const { query, emails, seen } = page;
  const list = { path: paths.emails, query, fallback: defaultEmailsQuery };
  const others = seen !== "own";
  return (
    <List
      list={list}
      page={page}
      head={<AccountHead current="emails" />}
      title={t("title")}
      text={t(`text.${seen}`)}
      cut={page.cut ? t("cut", { q: query.q, count: page.cut }) : null}
      search={
        // Users who see other users' emails can also search by recipient.
        others ? { label: t("searchAll"), hint: t("searchAllHint") } : { label: t("search"), hint: t("searchHint") }
      }
      filters={[
        {
          name: "about",
          label: t("about"),
          options: groupNames.map((value) => ({ value, label: t(`groups.${value}`) })),
        },
      ]}
      count={emails.length}
      shown={t("onPage", { count: emails.length })}
      nothing={
        query.q
          ? { title: t("nothingFor", { q: query.q }), text: others ? t("nothingAllText") : t("nothingText") }
          : { title: t("nothingTitle") }
      }
      empty={{ title: t("emptyTitle"), text: t("emptyText") }}
    >
      <EmailsTable emails={emails} list={list} others={others} digitalId={person.digitalId} />
    </List>
  );
}
