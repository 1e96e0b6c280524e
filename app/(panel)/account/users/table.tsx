import { getLocale, getTranslations } from "next-intl/server";
import { SortHead } from "@/app/(panel)/list/sort-head";
import { UserMenu } from "@/app/(panel)/account/users/user-menu";
import { PrivilegeSign } from "@/app/privilege";
import { Chip } from "@/components/ui/chip";
import { Ban, Key, Trash } from "@/components/ui/icon";
import { State } from "@/components/ui/state";
import type { Member } from "@/lib/actor";
import { env } from "@/lib/env.mjs";
import { formatDay, formatRecent, zoneOf } from "@/lib/format";
import { paths } from "@/lib/paths";
import type { Status } from "@/lib/policy";
import { restorableUntil } from "@/lib/users/rules";
import { defaultUsersQuery, type UsersQuery } from "@/lib/users/schema";
import type { User } from "@/lib/users/store";

type Props = { users: User[]; query: UsersQuery; member: Member };

/** The users of one page. On a phone each row becomes a card, its roles kept. */
export async function UsersTable({ users, query, member }: Props) {
  const t = await getTranslations("users");
  const removed = query.status === "removed";
  const list = { path: paths.users, query, fallback: defaultUsersQuery };
  return (
    <div className="wrap">
      <table role="table" className="ledger users" aria-label={t("table", { digitalId: member.digitalId })}>
        <thead role="rowgroup">
          <tr role="row">
            <SortHead {...list} sort="username" className="name" label={t("username")} />
            <th role="columnheader" scope="col" className="c-priv">
              {t("privilege")}
            </th>
            <SortHead {...list} sort="last-login" descendingFirst className="c-last" label={t("lastLogin")} />
            <SortHead {...list} sort="created" descendingFirst className="c-made" label={t("created")} />
            <th role="columnheader" scope="col" className="c-pw">
              {removed ? t("removedOn") : t("passwordChanged")}
            </th>
            <th role="columnheader" scope="col" className="c-status">
              {t("status")}
            </th>
            <th role="columnheader" scope="col" className="c-more">
              <span className="sr">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {users.map((user) => (
            <UserRow key={user.id} user={user} member={member} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function UserRow({ user, member }: { user: User; member: Member }) {
  const [t, dates, say, locale] = [
    await getTranslations("users"),
    await getTranslations("dates"),
    await getTranslations(),
    await getLocale(),
  ];
  const zone = zoneOf(member);
  const now = new Date();
  const day = (moment: Date | null) => (moment ? formatDay(moment, locale, zone) : t("never"));
  const lastLogin = user.lastLoginAt ? formatRecent(user.lastLoginAt, now, locale, zone, dates) : t("never");
  const until = user.removedAt && restorableUntil(user.removedAt);
  const facts = [
    [t("lastLogin"), lastLogin],
    [t("created"), day(user.createdAt)],
    [t("passwordChanged"), day(user.passwordChangedAt)],
    [t("status"), say(`status.${user.status}`)],
  ] as const;
  const look = { enabled: "", "change-due": "due", disabled: "dim", removed: "dim" }[user.status];
  // A new row stands out for a minute.
  const fresh = now.getTime() - user.createdAt.getTime() < 60_000;
  return (
    <tr role="row" className={fresh ? `${look} fresh` : look}>
      <td role="cell" className="name">
        <b>
          {user.login}
          {user.id === member.personId && <span className="you">{t("you")}</span>}
        </b>
        {user.description && <span title={user.description}>{user.description}</span>}
      </td>
      <td role="cell" className="c-priv">
        <PrivilegeSign standing={user.privilege} />
      </td>
      <td role="cell" className="c-last">
        {lastLogin}
      </td>
      <td role="cell" className="c-made">
        {day(user.createdAt)}
      </td>
      <td role="cell" className="c-pw">
        {user.removedAt ? day(user.removedAt) : day(user.passwordChangedAt)}
      </td>
      <td role="cell" className="c-status">
        <StatusSign status={user.status} label={say(`status.${user.status}`)} />
        {until && <small className="muted block">{until > now ? t("until", { date: day(until) }) : t("late")}</small>}
      </td>
      <td role="cell" className="c-more">
        <UserMenu
          user={{ ...plain(user), restorable: until !== null && until > now, until: day(until) }}
          facts={facts}
          self={user.id === member.personId}
          standing={member.standing}
          account={{ digitalId: member.digitalId, handle: member.handle, brand: env.brand }}
          zone={zone}
        />
      </td>
    </tr>
  );
}

function StatusSign({ status, label }: { status: Status; label: string }) {
  if (status === "enabled") return <State>{label}</State>;
  if (status === "change-due") {
    return (
      <Chip tone="warning" icon={<Key />}>
        {label}
      </Chip>
    );
  }
  return <Chip icon={status === "disabled" ? <Ban /> : <Trash />}>{label}</Chip>;
}

/** What the menu's dialogs need of a user. */
const plain = ({ id, version, login, email, privilege, description, status }: User) => ({
  id,
  version,
  login,
  email,
  privilege,
  description,
  status,
});
