import { getLocale, getTranslations } from "next-intl/server";
import { PrivilegeSign } from "@/app/_parts/privilege";
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
    <dl className="standing">
      <div>
        <dt>{t("loggedInAs")}</dt>
        <dd>
          <CompositeId account={digitalId} person={login || undefined} />
          <p>{standing === "holder" ? t("held") : t("heldBy", { name: holderName })}</p>
        </dd>
      </div>
      <div>
        <dt>{t("whatYouMayDo")}</dt>
        <dd>
          <PrivilegeSign standing={standing} />
          <p>
            <span>{t(`may.${standing}`)}</span> {!reaches(standing, "users.edit") && <span>{t("ask", { whom })}</span>}
          </p>
        </dd>
      </div>
    </dl>
  );
}
