import { getLocale, getTranslations } from "next-intl/server";
import type { Person } from "@/lib/access/actor";
import { restorableUntil } from "@/lib/domain/users/rules";
import type { User } from "@/lib/domain/users/output";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";

/** A user as a row of the list, in plain data, which a page sends to the browser. What is false or empty is left out. */
export type UserRow = Pick<
  User,
  "id" | "version" | "login" | "email" | "privilege" | "description" | "status" | "twoFactor"
> & {
  /** Steward gave up sending the invitation. */
  invitationFailed?: true;
  /** Steward gave up sending the last email to this user, who may still log in. For users who cannot log in it does not matter. */
  unreached?: true;
  /** In milliseconds, if the user ever logged in. */
  lastLoginAt?: number;
  created: string;
  passwordChanged: string;
  /** The day of removal. */
  removedOn?: string;
  /** The last day on which the user can be restored. */
  restorableUntil?: string;
  /** This is the row of the current user. */
  self?: true;
  /** The user was added so recently that the row is highlighted. */
  fresh?: true;
};

const aMinute = 60_000;

/** The rows of these users, with every moment in the current user's language and time zone. */
export async function rowsOf(users: User[], person: Person): Promise<UserRow[]> {
  const [t, locale] = [await getTranslations("users"), await getLocale()];
  const [zone, now] = [zoneOf(person), new Date()];
  const day = (moment: Date) => formatDay(moment, locale, zone);
  return users.map(({ createdAt, lastLoginAt, passwordChangedAt, removedAt, undelivered, ...user }) => {
    const until = removedAt && restorableUntil(removedAt);
    const mayLogIn = user.status === "enabled" || user.status === "change-due";
    return {
      ...user,
      created: day(createdAt),
      ...(lastLoginAt && { lastLoginAt: lastLoginAt.getTime() }),
      passwordChanged: passwordChangedAt ? day(passwordChangedAt) : t("never"),
      ...(user.status === "invited" && undelivered && { invitationFailed: true }),
      ...(undelivered && mayLogIn && { unreached: true }),
      ...(removedAt && { removedOn: day(removedAt) }),
      ...(until && until > now && { restorableUntil: day(until) }),
      ...(user.id === person.personId && { self: true }),
      ...(now.getTime() - createdAt.getTime() < aMinute && { fresh: true }),
    };
  });
}
