import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { PermissionOnUsers } from "@/lib/policy";

/** The account's data that actions on users need. */
export type Account = {
  digitalId: string;
  handle: string;
  brand: string;
  origin: string;
  /** Whether there is a mail server. */
  mail: boolean;
};

/** The user's data that actions on them need. */
export type TargetUser = Pick<
  UserRow,
  | "id"
  | "version"
  | "login"
  | "email"
  | "privilege"
  | "description"
  | "status"
  | "self"
  | "restorableUntil"
  | "twoFactor"
>;

export type UserActionsContext = {
  /** What the current user may not do with users. */
  withheld: readonly PermissionOnUsers[];
  account: Account;
  zone: string;
};
