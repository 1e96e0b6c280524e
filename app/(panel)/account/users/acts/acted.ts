import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { Standing } from "@/lib/policy";

/** What the acts on users need of the account. */
export type Account = {
  digitalId: string;
  handle: string;
  brand: string;
  origin: string;
  /** Whether there is a mail server. */
  mail: boolean;
};

/** A user as far as it takes to act on them. */
export type Acted = Pick<UserRow, "id" | "version" | "login" | "email" | "privilege" | "description" | "status" | "self" | "restorableUntil" | "twoFactor">;

export type Acting = { standing: Standing; account: Account; zone: string };
