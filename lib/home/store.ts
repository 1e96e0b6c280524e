import "server-only";
import type { Authorized } from "@/lib/authorize";
import { reaches, type Privilege, type Status } from "@/lib/policy";

/** Some of the account's users: how many, and the logins of the first few. */
export type Some = { count: number; logins: string[] };

/** The users of an account, as Home shows them. */
export type UsersAtHome = {
  /** By privilege and status; removed users apart. */
  counts: { privilege: Privilege; status: Status; count: number }[];
  neverSignedIn: Some;
  changeDue: Some;
  /** The Administrators to ask, first those who are longest there; empty for someone who manages users. */
  administrators: string[];
};

const fewLogins = 3;

/** The users of the actor's account, from counters, and a few logins from indexes: costs the same whatever their number. */
export async function viewUsers(auth: Authorized<"home.view">): Promise<UsersAtHome> {
  const { db, actor } = auth;
  const kept = await db.userCount.findMany({
    where: { accountId: actor.accountId, status: { not: "removed" }, count: { gt: 0 } },
  });
  const sum = (of: typeof kept, field: "count" | "neverSignedIn") => of.reduce((total, row) => total + row[field], 0);
  const first = async (count: number, which: object, order: "asc" | "desc" = "desc") => {
    if (count === 0) return [];
    const found = await db.person.findMany({
      where: { accountId: actor.accountId, kind: "user", ...which },
      orderBy: [{ createdAt: order }, { id: order }],
      take: fewLogins,
      select: { login: true },
    });
    return found.map(({ login }) => login);
  };
  const absent = sum(kept.filter(({ status }) => status !== "disabled"), "neverSignedIn");
  const due = sum(kept.filter(({ status }) => status === "change-due"), "count");
  const asks = !reaches(actor.standing, "users.edit");
  const [neverSignedIn, changeDue, administrators] = await Promise.all([
    first(absent, { neverSignedIn: true }),
    first(due, { status: "change-due" }),
    first(Number(asks), { status: "enabled", privilege: "administrator" }, "asc"),
  ]);
  return {
    counts: kept.map(({ privilege, status, count }) => ({ privilege: privilege as Privilege, status: status as Status, count })),
    neverSignedIn: { count: absent, logins: neverSignedIn },
    changeDue: { count: due, logins: changeDue },
    administrators,
  };
}
