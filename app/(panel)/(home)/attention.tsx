import { getLocale, getTranslations } from "next-intl/server";
import { HomeSection } from "@/app/(panel)/(home)/home-section";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { servicesUrl } from "@/app/(panel)/services/list-url";
import { classes } from "@/components/ui/classes";
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
  Icon: typeof Key;
  /** The colour of the icon. */
  tone: string;
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
      Icon: Shield,
      tone: "text-warning",
      title: factorDueFrom ? t("factorDue", { day: formatDay(factorDueFrom, locale, zoneOf(person)) }) : "",
      names: [t("factorDueText")],
      count: Number(factorDueFrom !== null),
    },
    {
      href: `${paths.account}#email`,
      Icon: Mail,
      tone: "text-warning",
      title: t("undelivered"),
      names: undelivered ? [undelivered.subject] : [],
      count: Number(undelivered !== null),
    },
    {
      href: servicesUrl({ status: "suspended" }),
      Icon: CircleAlert,
      tone: "text-danger",
      title: t("suspended", { count: suspended.count }),
      names: suspended.names,
      count: suspended.count,
    },
    {
      href: servicesUrl({ status: "expiring", sort: "renewal" }),
      Icon: Clock,
      tone: "text-warning",
      title: expiring.more ? t("moreExpiring", ends) : t("expiring", ends),
      names: expiring.first.map(({ name, lapsesOn }) =>
        t("endsOn", { name, day: formatDay(momentOf(lapsesOn), locale, "UTC") }),
      ),
      count: expiring.count,
    },
    {
      href: usersUrl({ status: "invitation-failed" }),
      Icon: Mail,
      tone: "text-danger",
      title: t(invitationFailed.more ? "moreInvitationsFailed" : "invitationFailed", { count: invitationFailed.count }),
      names: invitationFailed.logins,
      count: invitationFailed.count,
    },
    {
      href: usersUrl({ status: "change-due" }),
      Icon: Key,
      tone: "text-warning",
      title: t("changeDue", { count: changeDue.count }),
      names: changeDue.logins,
      count: changeDue.count,
    },
    {
      href: usersUrl({ status: "never-signed-in" }),
      Icon: UserAbsent,
      tone: "text-muted",
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
    <HomeSection id="needs" title={t("needs")}>
      {needs.length === 0 ? (
        <p className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 rounded-3 border border-line px-3.5 py-3">
          <CircleCheck className="mt-0.5 justify-self-center text-success" />
          <b className="font-bold">
            <span>{t("calm")}</span>
            <span className="block text-13 font-normal text-muted">{t("calmText")}</span>
          </b>
        </p>
      ) : (
        <ul className="overflow-clip rounded-3 border border-line">
          {needs.map((need) => (
            <li key={need.href} className="border-line not-first:border-t">
              <Link href={need.href} className={needLook}>
                <need.Icon className={classes("justify-self-center", need.tone)} />
                <span>
                  <b className="block">{need.title}</b>
                  <small className="block text-13 wrap-anywhere text-muted">{named(need)}</small>
                </span>
                <ChevronRight className="justify-self-center text-muted" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </HomeSection>
  );
}

const needLook = classes(
  "grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-3 px-3.5 py-2.5 text-inherit no-underline",
  "hover:bg-hover hover:[transition:background_var(--fast)] focus-visible:rounded-3 focus-visible:-outline-offset-3",
);
