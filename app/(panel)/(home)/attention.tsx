import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { usersAddress } from "@/app/(panel)/account/users/address";
import { ChevronRight, CircleCheck, Key, UserAbsent } from "@/components/ui/icon";
import { formatList } from "@/lib/format";
import type { UsersAtHome } from "@/lib/home/store";

type Need = { href: string; icon: ReactNode; tone?: "warning" | "danger"; title: string; names: string[]; count: number };

/** What needs someone, the most pressing first; each leads to the list of just these. */
export async function NeedsAttention({ users }: { users: UsersAtHome }) {
  const [t, locale] = [await getTranslations("home"), await getLocale()];
  const { changeDue, neverSignedIn } = users;
  const needs: Need[] = [
    {
      href: usersAddress({ status: "change-due" }),
      icon: <Key />,
      tone: "warning" as const,
      title: t("changeDue", { count: changeDue.count }),
      names: changeDue.logins,
      count: changeDue.count,
    },
    {
      href: usersAddress({ status: "never-signed-in" }),
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
          <b>
            {t("calm")}
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
