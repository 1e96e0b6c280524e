import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { servicesUrl } from "@/app/(panel)/services/list-url";
import { ChevronRight, CircleAlert, CircleCheck, Clock, Key, Mail, Shield, UserAbsent } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { Person } from "@/lib/access/actor";
import type { ServicesAtHome, UsersAtHome } from "@/lib/domain/home/output";
import type { Undelivered } from "@/lib/domain/mail/output";
import { expiringWithin } from "@/lib/domain/services/rules";
import { formatDay, formatList, zoneOf } from "@/lib/isomorphic/date-format";
import { momentOf } from "@/lib/isomorphic/days";
import { paths } from "@/lib/isomorphic/paths";

type Need = {
  href: string;
  icon: ReactNode;
  tone?: "warning" | "danger";
  title: string;
  /** The first few names. */
  names: string[];
  count: number;
};

type Props = { users: UsersAtHome; services: ServicesAtHome; undelivered: Undelivered | null; person: Person };

/** What needs attention, most urgent first. Each item links to a list of exactly these. */
export async function NeedsAttention({ users, services, undelivered, person }: Props) {
  const [t, locale] = [await getTranslations("home"), await getLocale()];
  const { changeDue, neverSignedIn, invitationFailed } = users;
  const { suspended, expiring } = services;
  const { factorDueFrom } = person;
  const ends = { count: expiring.count, days: expiringWithin };
  const needs: Need[] = [
    {
      href: `${paths.security}#two-factor`,
      icon: <Shield />,
      tone: "warning" as const,
      title: factorDueFrom ? t("factorDue", { day: formatDay(factorDueFrom, locale, zoneOf(person)) }) : "",
      names: [t("factorDueText")],
      count: Number(factorDueFrom !== null),
    },
    {
      href: `${paths.account}#email`,
      icon: <Mail />,
      tone: "warning" as const,
      title: t("undelivered"),
      names: undelivered ? [undelivered.subject] : [],
      count: Number(undelivered !== null),
    },
    {
      href: servicesUrl({ status: "suspended" }),
      icon: <CircleAlert />,
      tone: "danger" as const,
      title: t("suspended", { count: suspended.count }),
      names: suspended.names,
      count: suspended.count,
    },
    {
      href: servicesUrl({ status: "expiring", sort: "renewal" }),
      icon: <Clock />,
      tone: "warning" as const,
      title: expiring.more ? t("moreExpiring", ends) : t("expiring", ends),
      names: expiring.first.map(({ name, lapsesOn }) =>
        t("endsOn", { name, day: formatDay(momentOf(lapsesOn), locale, "UTC") }),
      ),
      count: expiring.count,
    },
    {
      href: usersUrl({ status: "invitation-failed" }),
      icon: <Mail />,
      tone: "danger" as const,
      title: t(invitationFailed.more ? "moreInvitationsFailed" : "invitationFailed", { count: invitationFailed.count }),
      names: invitationFailed.logins,
      count: invitationFailed.count,
    },
    {
      href: usersUrl({ status: "change-due" }),
      icon: <Key />,
      tone: "warning" as const,
      title: t("changeDue", { count: changeDue.count }),
      names: changeDue.logins,
      count: changeDue.count,
    },
    {
      href: usersUrl({ status: "never-signed-in" }),
      icon: <UserAbsent />,
      title: t("neverSignedIn", { count: neverSignedIn.count }),
      names: neverSignedIn.logins,
      count: neverSignedIn.count,
    },
  ].filter(({ count }) => count > 0);
  const named = ({ names, count }: Need) => {
    const others = count - names.length;
    return formatList(others > 0 ? [...names, t("others", { count: others })] : names, locale, "and");
  };
  return (
    <section aria-labelledby="needs">
      <header>
        <h2 id="needs">{t("needs")}</h2>
      </header>
      {needs.length === 0 ? (
        <p className="calm">
          <CircleCheck />
          <b className="font-bold">
            <span>{t("calm")}</span>
            <span>{t("calmText")}</span>
          </b>
        </p>
      ) : (
        <ul className="needs">
          {needs.map((need) => (
            <li key={need.href}>
              <Link href={need.href} className={need.tone}>
                {need.icon}
                <span>
                  <b>{need.title}</b>
                  <small>{named(need)}</small>
                </span>
                <ChevronRight />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
