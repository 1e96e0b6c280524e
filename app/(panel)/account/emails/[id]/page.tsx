import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { EmailState } from "@/app/(panel)/account/emails/state";
import { AccountHead } from "@/app/(panel)/account/head";
import { Fact, Facts } from "@/components/ui/facts";
import { SectionHead } from "@/components/ui/section-head";
import { Setting, Settings } from "@/components/ui/setting";
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
      <SectionHead back={{ href: paths.emails, label: t("back") }} title={mail.subject} />
      <Settings>
        <Setting id="mail" title={t("mail")} text={t("mailText")}>
          <Facts>
            <Fact label={t("to")}>
              <bdi>{mail.to}</bdi>
              <span> </span>
              <bdi className="text-muted">{mail.recipient}</bdi>
            </Fact>
            <Fact label={t("written")}>{at(mail.createdAt)}</Fact>
            {mail.sentAt && <Fact label={t("left")}>{at(mail.sentAt)}</Fact>}
            <Fact label={t("state")}>
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
            </Fact>
          </Facts>
        </Setting>
        <Setting id="body" title={t("body")} text={t("bodyText")}>
          <div
            className="rounded-3 border border-line bg-sunken px-5 py-4 wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]"
            lang={mail.language}
          >
            {mail.text}
          </div>
        </Setting>
      </Settings>
    </section>
  );
}
