import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { ServicesAtHome, UsersAtHome } from "@/lib/domain/home/output";
import { visibleEmails } from "@/lib/domain/mail/rules";
import { mayLogIn } from "@/lib/domain/people/store";
import { lastExpiringDay } from "@/lib/domain/services/rules";
import type { ServiceStatus, ServiceType } from "@/lib/domain/services/schema";
import { reaches, type Privilege, type Status } from "@/lib/policy";

/** How many names Home shows. */
const few = 3;

/** How many failed invitations Home counts at most. They are few, and have no counter. */
const mostFailed = 50;

/** The users of the actor's account: numbers from counters, a few usernames from indexes. The cost does not depend on their number. */
export async function viewUsers(auth: Authorized<"home.view">): Promise<UsersAtHome> {
  const { db } = auth;
  const { principal } = auth.actor;
  const { accountId } = principal;
  const counters = await db.userCount.findMany({
    where: { accountId, status: { not: "removed" }, count: { gt: 0 } },
  });
  const sum = (of: typeof counters, field: "count" | "neverSignedIn") =>
    of.reduce((total, row) => total + row[field], 0);
  const first = async (
    count: number,
    which: object,
    { order = "desc", most = few }: { order?: "asc" | "desc"; most?: number } = {},
  ) => {
    if (count === 0) return [];
    const found = await db.person.findMany({
      where: { accountId, kind: "user", ...which },
      orderBy: [{ createdAt: order }, { id: order }],
      take: most,
      select: { login: true },
    });
    return found.map(({ login }) => login);
  };
  const absent = sum(
    counters.filter(({ status }) => mayLogIn(status)),
    "neverSignedIn",
  );
  const due = sum(
    counters.filter(({ status }) => status === "change-due"),
    "count",
  );
  const invited =
    visibleEmails(principal) === "own"
      ? 0
      : sum(
          counters.filter(({ status }) => status === "invited"),
          "count",
        );
  const asks = !reaches(principal.standing, "users.edit");
  const [neverSignedIn, changeDue, failed, administrators] = await Promise.all([
    first(absent, { neverSignedIn: true }),
    first(due, { status: "change-due" }),
    first(invited, { invitationFailed: true }, { most: mostFailed + 1 }),
    first(Number(asks), { status: "enabled", privilege: "administrator" }, { order: "asc" }),
  ]);
  return {
    counts: counters.map(({ privilege, status, count, twoFactor }) => ({
      privilege: privilege as Privilege,
      status: status as Status,
      count,
      twoFactor,
    })),
    neverSignedIn: { count: absent, logins: neverSignedIn },
    changeDue: { count: due, logins: changeDue },
    invitationFailed: {
      count: Math.min(failed.length, mostFailed),
      more: failed.length > mostFailed,
      logins: failed.slice(0, few),
    },
    administrators,
  };
}

/** How many expiring services Home counts at most. They have no counter, because the set changes each day. */
const mostExpiring = 50;

/** The services of the actor's account: numbers from counters, a few names from indexes. `today` is the reader's date. */
export async function viewServices(auth: Authorized<"home.view">, today: string): Promise<ServicesAtHome> {
  const { db } = auth;
  const { accountId } = auth.actor.principal;
  const counts = await db.serviceCount.findMany({ where: { accountId, count: { gt: 0 } } });
  const sumOf = (status: ServiceStatus) =>
    counts.reduce((total, row) => total + (row.status === status ? row.count : 0), 0);
  const suspended = sumOf("suspended");
  const [names, expiring] = await Promise.all([
    suspended === 0
      ? []
      : db.service.findMany({
          where: { accountId, status: "suspended" },
          orderBy: [{ nameKey: "asc" }, { id: "asc" }],
          take: few,
          select: { name: true },
        }),
    sumOf("active") === 0
      ? []
      : db.service.findMany({
          where: { accountId, lapsesOn: { lte: lastExpiringDay(today) } },
          orderBy: [{ lapsesOn: "asc" }, { id: "asc" }],
          take: mostExpiring + 1,
          select: { name: true, lapsesOn: true },
        }),
  ]);
  return {
    counts: counts.map(({ type, status, count }) => ({
      type: type as ServiceType,
      status: status as ServiceStatus,
      count,
    })),
    suspended: { count: suspended, names: names.map(({ name }) => name) },
    expiring: {
      count: Math.min(expiring.length, mostExpiring),
      more: expiring.length > mostExpiring,
      first: expiring.slice(0, few),
    },
  };
}
