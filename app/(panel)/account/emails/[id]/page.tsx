import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { EmailState } from "@/app/(panel)/account/emails/state";
import { AccountHead } from "@/app/(panel)/account/head";
import { Setting } from "@/app/(panel)/account/setting";
import { ChevronLeft } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { viewEmail } from "@/lib/domain/mail/operations";
import { load, loadMember } from "@/lib/doors/page";
import { formatExactTime, formatLongDay, zoneOf } from "@/lib/isomorphic/date-format";
import { paths } from "@/lib/isomorphic/paths";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("emails"))("mail") };
}

/** One email: its recipient, its delivery and its text, plain and without its link. */
export default async function EmailPage({ params }: Props) {
  const [{ principal: person }, mail] = [await loadMember(), await load(viewEmail, await params)];
  const [t, locale] = [await getTranslations("emails"), await getLocale()];
  const zone = zoneOf(person);
  const formatAt = (moment: Date) =>
    t("at", { day: formatLongDay(moment, locale, zone), time: formatExactTime(moment, locale, zone), zone });
  const at = (moment: Date) => <time dateTime={moment.toISOString()}>{formatAt(moment)}</time>;
  const { state, problem, until } = mail;
  return (
    <section>
      <AccountHead current="emails" />
      <div className="shead">
        <div>
          <Link className="back" href={paths.emails}>
            <ChevronLeft />
            <span>{t("back")}</span>
          </Link>
          <h2>{mail.subject}</h2>
        </div>
      </div>
      <div className="settings">
        <Setting id="mail" title={t("mail")} text={t("mailText")}>
          <dl className="kv">
            <dt>{t("to")}</dt>
            <dd>
              <bdi>{mail.to}</bdi>
              <span> </span>
              <bdi className="text-muted">{mail.recipient}</bdi>
            </dd>
            <dt>{t("written")}</dt>
            <dd>{at(mail.createdAt)}</dd>
            {mail.sentAt && (
              <>
                <dt>{t("left")}</dt>
                <dd>{at(mail.sentAt)}</dd>
              </>
            )}
            <dt>{t("state")}</dt>
            <dd>
              <EmailState state={state} />
              {state !== "sent" && (
                <p className="mt-1">
                  {problem && <span>{`${t(`problems.${problem}`)} `}</span>}
                  <span>
                    {state === "waiting" && problem
                      ? t("later")
                      : until
                        ? t("turn", { moment: formatAt(until) })
                        : t(`became.${state}`)}
                  </span>
                </p>
              )}
            </dd>
          </dl>
        </Setting>
        <Setting id="body" title={t("body")} text={t("bodyText")}>
          <div className="written letter" lang={mail.language}>
            {mail.text}
          </div>
        </Setting>
      </div>
    </section>
  );
}
