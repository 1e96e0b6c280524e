import { getLocale, getTranslations } from "next-intl/server";
import type { Person } from "@/lib/access/actor";
import { restorableUntil } from "@/lib/domain/users/rules";
import type { User } from "@/lib/domain/users/output";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";
import type { Status } from "@/lib/policy";

/** A user as a row of the list shows them, in plain data: the page sends it to the browser once, and draws it there and here. */
export type UserRow = Pick<User, "id" | "version" | "login" | "email" | "privilege" | "description" | "status" | "twoFactor"> & {
  /** The status in a word: where their invitation was given up, that. */
  shownStatus: Status | "invitation-failed";
  /** The last mail to them was given up, and they may come in: to whoever is shut out it need not arrive. */
  unreached: boolean;
  /** In milliseconds; null for who never logged in. */
  lastLoginAt: number | null;
  created: string;
  passwordChanged: string;
  /** The day of removal; empty for those who are not removed. */
  removedOn: string;
  /** The day until which they can be restored; empty for those who cannot, or need not. */
  restorableUntil: string;
  /** It is the row of the person who looks. */
  self: boolean;
  /** So new that it stands out. */
  fresh: boolean;
};

const aMinute = 60_000;

/** The rows of these users, with every moment in the language and the time zone of the person who looks. */
export async function rowsOf(users: User[], person: Person): Promise<UserRow[]> {
  const [t, locale] = [await getTranslations("users"), await getLocale()];
  const [zone, now] = [zoneOf(person), new Date()];
  const day = (moment: Date) => formatDay(moment, locale, zone);
  return users.map(({ createdAt, lastLoginAt, passwordChangedAt, removedAt, undelivered, ...user }) => {
    const until = removedAt && restorableUntil(removedAt);
    return {
      ...user,
      shownStatus: user.status === "invited" && undelivered ? "invitation-failed" : user.status,
      unreached: undelivered && (user.status === "enabled" || user.status === "change-due"),
      lastLoginAt: lastLoginAt && lastLoginAt.getTime(),
      created: day(createdAt),
      passwordChanged: passwordChangedAt ? day(passwordChangedAt) : t("never"),
      removedOn: removedAt ? day(removedAt) : "",
      restorableUntil: until && until > now ? day(until) : "",
      self: user.id === person.personId,
      fresh: now.getTime() - createdAt.getTime() < aMinute,
    };
  });
}
