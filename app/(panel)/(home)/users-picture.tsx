import { getTranslations } from "next-intl/server";
import { HomeSection } from "@/app/(panel)/(home)/home-section";
import { Picture } from "@/app/(panel)/(home)/picture";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import { PrivilegeSign } from "@/app/_parts/privilege";
import { LinkButton } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { MissingId } from "@/components/ui/missing-id";
import type { Person } from "@/lib/access/actor";
import type { UsersAtHome } from "@/lib/domain/home/output";
import { paths } from "@/lib/isomorphic/paths";
import { privileges } from "@/lib/policy";

const looks = { enabled: "full", "change-due": "short", invited: "pending", disabled: "hollow" } as const;
const statuses = ["enabled", "change-due", "invited", "disabled"] as const;

/** The account's users by privilege and status. If there are none, shows the next step. */
export async function UsersPicture({ counts, person }: { counts: UsersAtHome["counts"]; person: Person }) {
  const [t, users, translate] = [
    await getTranslations("home"),
    await getTranslations("users"),
    await getTranslations(),
  ];
  const sum = (which: (row: UsersAtHome["counts"][number]) => boolean) =>
    counts.filter(which).reduce((total, { count }) => total + count, 0);
  if (counts.length === 0) {
    return (
      <HomeSection id="users" title={t("users")}>
        <Empty
          look="box"
          drawn={<MissingId account={person.digitalId} person={users("colleague")} />}
          title={users("emptyTitle")}
          action={
            <LinkButton variant="primary" href={paths.addUser}>
              {users("add")}
            </LinkButton>
          }
        >
          {users("emptyText")}
        </Empty>
      </HomeSection>
    );
  }
  return (
    <Picture
      id="users"
      title={t("users")}
      all={{ href: paths.users, label: t("allUsers", { count: sum(() => true) }) }}
      rows={privileges.toReversed().map((privilege) => ({
        href: usersUrl({ privilege }),
        word: <PrivilegeSign standing={privilege} />,
        runs: statuses.map((status) => ({
          look: looks[status],
          count: sum((row) => row.privilege === privilege && row.status === status),
        })),
      }))}
      keys={statuses
        .map((status) => ({
          href: usersUrl({ status }),
          word: translate(`status.${status}`),
          look: looks[status],
          count: sum((row) => row.status === status),
        }))
        .filter(({ count }) => count > 0)}
      about={(unit) => t("strokeOfUsers", { count: unit })}
    />
  );
}
