import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { ChangePasswordForm } from "@/app/(panel)/account/security/change-password";
import { HistoryList } from "@/app/(panel)/account/security/history/history-list";
import { NoticesForm } from "@/app/(panel)/account/security/notices";
import { OwnSessions } from "@/app/(panel)/account/security/own-sessions";
import { Requirement } from "@/app/(panel)/account/security/two-factor/requirement";
import { TwoFactor } from "@/app/(panel)/account/security/two-factor/two-factor";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { Texts } from "@/app/texts/texts";
import { Link } from "@/components/ui/link";
import { SectionHead } from "@/components/ui/section-head";
import { Setting, Settings } from "@/components/ui/setting";
import { viewSecurity } from "@/lib/domain/passwords/operations";
import { viewRequirement } from "@/lib/domain/two-factor-requirement/operations";
import { daysUntil } from "@/lib/domain/two-factor-requirement/rules";
import { codesAtOnce } from "@/lib/domain/two-factor/rules";
import { load, loadMember } from "@/lib/doors/page";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";
import { signInIdOf } from "@/lib/isomorphic/identifiers";
import { paths } from "@/lib/isomorphic/paths";
import { reaches } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function SecurityPage({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: person, credential }, own] = [await loadMember(), await load(viewSecurity)];
  const [t, two, locale] = [await getTranslations("security"), await getTranslations("twoFactor"), await getLocale()];
  const [sessions, history] = [await getTranslations("sessions"), await getTranslations("history")];
  const [notices, form] = [await getTranslations("notices"), await getTranslations("form")];
  const ofAccount = await getTranslations("required");
  const required = reaches(person.standing, "account.view-two-factor")
    ? await load(viewRequirement, { for: "" })
    : null;
  const zone = zoneOf(person);
  const day = (date: Date) => formatDay(date, locale, zone);
  return (
    <Texts of="more">
      <section>
        <AccountHead current="security" />
        <SectionHead title={t("title")} text={t("text")} />
        <Settings>
          <Setting
            id="password"
            title={t("password")}
            text={t("changed", { date: day(own.passwordChangedAt) })}
            saved={params.saved === "password" && t("done")}
          >
            <div className="max-w-105">
              <ChangePasswordForm words={own.words} />
            </div>
          </Setting>
          <Setting
            id="two-factor"
            title={two("title")}
            text={two("text")}
            saved={params.saved === "two-factor" && two("isOn", { ended: 0 })}
            wide
          >
            <TwoFactor
              factors={own.factors.map(({ id, name, kind, passkey, createdAt, lastUsedAt }) => ({
                id,
                name,
                kind: passkey ? "passkey" : kind,
                details: `${two("added", { date: day(createdAt) })} · ${lastUsedAt ? two("used", { date: day(lastUsedAt) }) : two("never")}`,
              }))}
              codes={{ left: own.codes.left, all: codesAtOnce, made: own.codes.madeAt ? day(own.codes.madeAt) : "" }}
              sheet={{
                id: signInIdOf({ login: person.login, account: person }),
                brand: env.brand,
                date: day(new Date()),
              }}
            />
          </Setting>
          <Setting
            id="sessions"
            title={sessions("title")}
            text={sessions("text", { minutes: env.idleMinutes, hours: env.sessionHours })}
            saved={params.saved === "sessions" && sessions("over")}
            wide
          >
            <OwnSessions sessions={own.sessions} own={credential.sessionId} more={own.moreSessions} />
          </Setting>
          <Setting id="history" title={history("title")} text={history("text")} wide>
            <HistoryList tries={own.history} />
            {own.history.length > 0 && (
              <p className="mt-3">
                <Link href={paths.history}>{history("all")}</Link>
              </p>
            )}
          </Setting>
          <Setting
            id="notices"
            title={notices("title")}
            text={notices("text")}
            saved={params.saved === "notices" && form("saved")}
          >
            <NoticesForm key={String(own.otherNotices)} otherNotices={own.otherNotices} />
          </Setting>
          {required && (
            <Setting id="required" title={ofAccount("title")} text={ofAccount("text")} wide>
              <Requirement
                now={{
                  whom: required.twoFactorFor && ofAccount(`whom.${required.twoFactorFor}`),
                  since: ofAccount(required.twoFactorFrom > new Date() ? "from" : "since", {
                    date: day(required.twoFactorFrom),
                  }),
                }}
                begins={beginsWith(required)}
                own={person.twoFactor}
                ready={required.ready}
                listHref={usersUrl({ "two-factor": "off" })}
              />
            </Setting>
          )}
        </Settings>
      </section>
    </Texts>
  );
}

/** Initial values of the requirement's form: the current requirement and its remaining days, or a week for users who may write. */
function beginsWith({ twoFactorFor, twoFactorFrom }: { twoFactorFor: string; twoFactorFrom: Date }) {
  if (twoFactorFor === "") return { for: "writers", days: "7" };
  return { for: twoFactorFor, days: String(daysUntil(twoFactorFrom, new Date())) };
}
