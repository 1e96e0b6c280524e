import { getLocale, getTranslations } from "next-intl/server";
import type { Person } from "@/lib/access/actor";
import { restorableUntil } from "@/lib/domain/users/rules";
import type { User } from "@/lib/domain/users/output";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";
import type { Status } from "@/lib/policy";

/** A user as a row of the list, in plain data. The page sends it to the browser once and renders it on both sides. */
export type UserRow = Pick<
  User,
  "id" | "version" | "login" | "email" | "privilege" | "description" | "status" | "twoFactor"
> & {
  /** The status, or `invitation-failed` if Steward gave up sending the invitation. */
  shownStatus: Status | "invitation-failed";
  /** Steward gave up sending the last email to this user, who may still log in. For users who cannot log in it does not matter. */
  unreached: boolean;
  /** In milliseconds; null if the user never logged in. */
  lastLoginAt: number | null;
  created: string;
  passwordChanged: string;
  /** The day of removal; empty if the user is not removed. */
  removedOn: string;
  /** The last day on which the user can be restored; empty if they cannot or need not be. */
  restorableUntil: string;
  /** Whether this is the row of the current user. */
  self: boolean;
  /** Whether the user was added so recently that the row is highlighted. */
  fresh: boolean;
};

const aMinute = 60_000;

/** The rows of these users, with every moment in the current user's language and time zone. */
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
