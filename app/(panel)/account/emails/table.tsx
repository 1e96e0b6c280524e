import { getTranslations } from "next-intl/server";
import { EmailState } from "@/app/(panel)/account/emails/state";
import { ListTable } from "@/app/(panel)/list/table";
import { At } from "@/components/ui/clock";
import { Link } from "@/components/ui/link";
import type { Email } from "@/lib/domain/mail/output";
import type { EmailsQuery } from "@/lib/domain/mail/schema";
import type { ListAddress } from "@/lib/isomorphic/list-query";
import { emailPath } from "@/lib/isomorphic/paths";

type Props = { emails: Email[]; list: ListAddress<EmailsQuery>; others: boolean; digitalId: string };

/** The emails of one page. */
export async function EmailsTable({ emails, list, others, digitalId }: Props) {
  const t = await getTranslations("emails");
  const to = {
    name: "c-to name",
    label: t("to"),
    cell: ({ to: name, recipient }: Email) => (
      <>
        <b title={name} dir="auto">
          {name}
        </b>
        <span title={recipient} dir="auto">
          {recipient}
        </span>
      </>
    ),
  };
  return (
    <ListTable
      className="emails"
      label={t("table", { digitalId })}
      list={list}
      rows={emails}
      keyOf={({ id }) => id}
      lookOf={({ state }) => (state === "void" ? "dim" : undefined)}
      columns={[
        {
          name: "c-subject",
          label: t("subject"),
          cell: ({ id, subject }) => <Link href={emailPath(id)}>{subject}</Link>,
        },
        ...(others ? [to] : []),
        {
          name: "c-state",
          label: t("state"),
          cell: ({ state, until }) => (
            <>
              <EmailState state={state} />
              {until && (
                <p className="text-13 wrap-anywhere text-muted">
                  <At moment={until} as="until" />
                </p>
              )}
            </>
          ),
        },
        { name: "c-when", label: t("when"), cell: ({ createdAt }) => <At moment={createdAt} /> },
      ]}
    />
  );
}
