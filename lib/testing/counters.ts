import "server-only";
import type { Db } from "@/lib/database/db";
import { never } from "@/lib/domain/people/store";

/** An account's counters of users, and the result of counting its users. They should be equal. */
export async function countersAndTruth(db: Db, accountId: number) {
  const [counters, users] = await Promise.all([
    db.userCount.findMany({ where: { accountId, count: { not: 0 } } }),
    db.person.findMany({
      where: { accountId, kind: "user" },
      select: { privilege: true, status: true, lastLoginAt: true, twoFactor: true },
    }),
  ]);
  const counted = new Map<string, { count: number; neverSignedIn: number; twoFactor: number }>();
  for (const { privilege, status, lastLoginAt, ...user } of users) {
    const key = `${privilege} ${status}`;
    const { count, neverSignedIn, twoFactor } = counted.get(key) ?? { count: 0, neverSignedIn: 0, twoFactor: 0 };
    counted.set(key, {
      count: count + 1,
      neverSignedIn: neverSignedIn + Number(lastLoginAt.getTime() === never.getTime()),
      twoFactor: twoFactor + Number(user.twoFactor),
    });
  }
  return {
    counters: Object.fromEntries(
      counters.map(({ privilege, status, count, neverSignedIn, twoFactor }) => [
        `${privilege} ${status}`,
        { count, neverSignedIn, twoFactor },
      ]),
    ),
    truth: Object.fromEntries(counted),
  };
}

/** The same for an account's services. */
export async function serviceCountersAndTruth(db: Db, accountId: number) {
  const [counters, counted] = await Promise.all([
    db.serviceCount.findMany({ where: { accountId, count: { not: 0 } } }),
    db.service.groupBy({ by: ["type", "status"], where: { accountId }, _count: true }),
  ]);
  return {
    counters: Object.fromEntries(counters.map(({ type, status, count }) => [`${type} ${status}`, count])),
    truth: Object.fromEntries(counted.map(({ type, status, _count }) => [`${type} ${status}`, _count])),
  };
}
