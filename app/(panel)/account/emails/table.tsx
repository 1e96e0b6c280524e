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
    className: "cell-name cell-to",
    label: t("to"),
    width: "w-[30%]",
    cell: ({ to: name, recipient }: Email) => (
      <>
        <b className="phone:text-13 phone:font-normal" title={name} dir="auto">
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
      cards="phone:*:grid-cols-[minmax(0,1fr)_auto] phone:*:gap-x-3.5 phone:*:gap-y-1"
      label={t("table", { digitalId })}
      list={list}
      rows={emails}
      keyOf={({ id }) => id}
      lookOf={({ state }) => (state === "void" ? "dimmed" : undefined)}
      columns={[
        {
          className: "cell-subject",
          label: t("subject"),
          cell: ({ id, subject }) => <Link href={emailPath(id)}>{subject}</Link>,
        },
        ...(others ? [to] : []),
        {
          className: "phone:col-start-2 phone:row-start-1",
          label: t("state"),
          width: "w-31",
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
        {
          className: "phone:col-span-full phone:row-start-3 print:whitespace-nowrap",
          label: t("when"),
          width: "w-37",
          cell: ({ createdAt }) => <At moment={createdAt} />,
        },
      ]}
    />
  );
}
