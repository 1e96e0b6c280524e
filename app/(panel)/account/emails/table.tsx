import { getTranslations } from "next-intl/server";
import { EmailState } from "@/app/(panel)/account/emails/state";
import { At } from "@/components/ui/clock";
import { Link } from "@/components/ui/link";
import type { Person } from "@/lib/access/actor";
import type { Email } from "@/lib/domain/mail/output";
import { emailPath } from "@/lib/isomorphic/paths";

type Props = { emails: Email[]; others: boolean; person: Person };

/** The emails of one page. On a phone, each row becomes a card and keeps its ARIA roles. */
export async function EmailsTable({ emails, others, person }: Props) {
  const t = await getTranslations("emails");
  const columns = others ? (["subject", "to", "state", "when"] as const) : (["subject", "state", "when"] as const);
  return (
    <div className="wrap">
      <table role="table" className="ledger emails" aria-label={t("table", { digitalId: person.digitalId })}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th role="columnheader" scope="col" key={column} className={`c-${column}`}>
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {emails.map(({ id, subject, to, recipient, state, until, createdAt }) => (
            <tr role="row" key={id} className={state === "void" ? "dim" : undefined}>
              <td role="cell" className="c-subject">
                <Link href={emailPath(id)}>{subject}</Link>
              </td>
              {others && (
                <td role="cell" className="c-to name">
                  <b title={to} dir="auto">
                    {to}
                  </b>
                  <span title={recipient} dir="auto">
                    {recipient}
                  </span>
                </td>
              )}
              <td role="cell" className="c-state">
                <EmailState state={state} />
                {until && (
                  <p className="hint">
                    <At moment={until} as="until" />
                  </p>
                )}
              </td>
              <td role="cell" className="c-when">
                <At moment={createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
