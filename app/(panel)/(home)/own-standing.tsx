import { getLocale, getTranslations } from "next-intl/server";
import { PrivilegeSign } from "@/app/_parts/privilege";
import { classes } from "@/components/ui/classes";
import { CompositeId } from "@/components/ui/composite-id";
import type { Person } from "@/lib/access/actor";
import { formatList } from "@/lib/isomorphic/date-format";
import { reaches } from "@/lib/policy";

/** The user's login in this account, what they may do, and whom to ask for more. */
export async function OwnStanding({ person, administrators }: { person: Person; administrators: string[] }) {
  const [t, locale] = [await getTranslations("home"), await getLocale()];
  const { standing, digitalId, login, holderName } = person;
  const whom = formatList([...administrators, t("theHolder", { name: holderName })], locale, "or");
  return (
    <dl className={look}>
      <div className="min-w-0 py-4 pr-7 pl-5 phone:px-4 phone:py-3">
        <dt className="text-13 text-muted">{t("loggedInAs")}</dt>
        <dd className="standing mt-1">
          <CompositeId account={digitalId} person={login} />
          <p className="wrap-anywhere text-muted">
            {standing === "holder" ? t("held") : t("heldBy", { name: holderName })}
          </p>
        </dd>
      </div>
      <div className="divided min-w-0 py-4 pr-5 pl-7 phone:px-4 phone:py-3">
        <dt className="text-13 text-muted">{t("whatYouMayDo")}</dt>
        <dd className="standing mt-1">
          <PrivilegeSign standing={standing} />
          <p className="max-w-[68ch] wrap-anywhere">
            <span>{t(`may.${standing}`)}</span> {!reaches(standing, "users.edit") && <span>{t("ask", { whom })}</span>}
          </p>
        </dd>
      </div>
    </dl>
  );
}

const look = classes(
  "mx-gutter mt-3.5 grid max-w-[calc(1240px-2*var(--gutter))] grid-cols-[auto_minmax(0,1fr)] rounded-3 bg-sunken hairline",
  "phone:grid-cols-1",
);
