import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmailsFilters } from "@/app/(panel)/account/emails/filters";
import { EmailsTable } from "@/app/(panel)/account/emails/table";
import { AccountHead } from "@/app/(panel)/account/head";
import { ListPager } from "@/app/(panel)/list/pager";
import { Texts } from "@/app/texts/texts";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { listEmails } from "@/lib/domain/mail/operations";
import { defaultEmailsQuery } from "@/lib/domain/mail/schema";
import { load, loadMember } from "@/lib/doors/page";
import { isNarrowed, listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("emails"))("title") };
}

export default function EmailsPage(props: Props) {
  return (
    <Texts of={["list"]}>
      <Emails {...props} />
    </Texts>
  );
}

async function Emails({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: person }, page] = [await loadMember(), await load(listEmails, params)];
  const [t, list] = [await getTranslations("emails"), await getTranslations("list")];
  const { query, emails, seen } = page;
  const others = seen !== "own";
  const narrowed = isNarrowed(query, defaultEmailsQuery);
  const shown = t("onPage", { count: emails.length });
  return (
    <section>
      <AccountHead current="emails" />
      <div className="shead">
        <div>
          <h2>{t("title")}</h2>
          <p>{t(`text.${seen}`)}</p>
        </div>
      </div>
      {(page.misread || page.cut) && (
        <div className="grid gap-2 px-(--gutter) pt-3.5">
          {page.misread && <Notice tone="warning">{list("misread")}</Notice>}
          {page.cut && <Notice>{t("cut", { q: query.q, count: page.cut })}</Notice>}
        </div>
      )}
      {(emails.length > 0 || narrowed) && <EmailsFilters query={query} others={others} shown={shown} />}
      {emails.length > 0 ? (
        <>
          <EmailsTable emails={emails} others={others} person={person} />
          <ListPager
            path={paths.emails}
            query={query}
            fallback={defaultEmailsQuery}
            range={shown}
            previous={page.previous}
            next={page.next}
          />
        </>
      ) : narrowed ? (
        <Empty
          title={query.q ? t("nothingFor", { q: query.q }) : t("nothingTitle")}
          action={
            <LinkButton href={listUrl(paths.emails, { ...defaultEmailsQuery, size: query.size }, defaultEmailsQuery)}>
              {list("clearAll")}
            </LinkButton>
          }
        >
          {query.q ? (others ? t("nothingAllText") : t("nothingText")) : null}
        </Empty>
      ) : (
        <Empty title={t("emptyTitle")}>{t("emptyText")}</Empty>
      )}
    </section>
  );
}
