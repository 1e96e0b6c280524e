import { getTranslations } from "next-intl/server";
import { Picture } from "@/app/(panel)/(home)/picture";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { PrivilegeSign } from "@/app/_parts/privilege";
import type { UsersAtHome } from "@/lib/domain/home/output";
import { privileges } from "@/lib/policy";

const states = ["on", "off"] as const;
const looks = { on: "full", off: "hollow" } as const;

/** How many users have two-factor authentication, by privilege, highest privilege first. */
export async function ProtectionPicture({ counts }: { counts: UsersAtHome["counts"] }) {
  const [t, users] = [await getTranslations("home"), await getTranslations("users")];
  const sum = (state: (typeof states)[number], privilege?: string) =>
    counts
      .filter((row) => privilege === undefined || row.privilege === privilege)
      .reduce((total, { count, twoFactor }) => total + (state === "on" ? twoFactor : count - twoFactor), 0);
  if (counts.length === 0) return null;
  return (
    <Picture
      id="protection"
      title={users("twoFactor")}
      all={{ href: usersUrl({ "two-factor": "off" }), label: t("unprotected", { count: sum("off") }) }}
      rows={privileges.toReversed().map((privilege) => ({
        href: usersUrl({ privilege }),
        word: <PrivilegeSign standing={privilege} />,
        runs: states.map((state) => ({ look: looks[state], count: sum(state, privilege) })),
      }))}
      keys={states.map((state) => ({
        href: usersUrl({ "two-factor": state }),
        word: users(state),
        look: looks[state],
        count: sum(state),
      }))}
      about={(unit) => t("strokeOfUsers", { count: unit })}
    />
  );
}
