import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { isAskedFor, requirements, type Requirement } from "@/lib/access/two-factor-requirement";
import { openAt } from "@/lib/domain/sessions/rules";
import type { Protection } from "@/lib/domain/two-factor-requirement/output";
import { privileges } from "@/lib/policy";

type Managing = "account.view-two-factor" | "account.require-two-factor" | "account.release-two-factor";

/** Finds the requirement of the actor's account. */
export async function findRequirement({
  db,
  actor,
}: Authorized<Managing>): Promise<{ twoFactorFor: Requirement; twoFactorFrom: Date }> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: actor.principal.accountId },
    select: { twoFactorFor: true, twoFactorFrom: true },
  });
  return { ...account, twoFactorFor: requirementOf(account) };
}

/** For whom an account requires two-factor authentication. An unknown value counts as nobody, as everywhere else. */
const requirementOf = ({ twoFactorFor }: { twoFactorFor: string }): Requirement =>
  requirements.find((each) => each === twoFactorFor) ?? "";

/** Whether an account has a requirement. */
export const isRequired = async ({ db }: Authorized<"emails.send">, accountId: number): Promise<boolean> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { twoFactorFor: true } })).twoFactorFor !==
  "";

/** The id of the account holder. */
export const findHolderId = async ({ db, accountId }: Locked<"account.release-two-factor">): Promise<string> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { holderId: true } })).holderId;

/** Writes the account's requirement. The program notifies the people concerned later. */
export async function changeRequirement(
  { db, actor, accountId }: Locked<"account.require-two-factor" | "account.release-two-factor">,
  after: { twoFactorFor: Requirement; twoFactorFrom: Date },
): Promise<void> {
  const progress =
    after.twoFactorFor === ""
      ? { twoFactorTold: null, releaseTold: -1n, releasedBy: actor.principal.knownAs }
      : { twoFactorTold: -1n };
  await db.account.update({ where: { id: accountId }, data: { ...after, ...progress }, select: { id: true } });
}

/** How many users without two-factor authentication the preview names. */
const named = 10;
/** How many open sessions the preview reads at most: one person can have many. */
const mostSessions = 1000;

/**
 * Previews a requirement: how many of the people it covers have two-factor authentication, and who does not. Only people who can log in
 * count. Numbers come from counters, a few names from an index.
 */
export async function viewProtection(
  { db, now, actor }: Authorized<"account.view-two-factor">,
  asked: Requirement,
): Promise<Protection> {
  const { accountId } = actor.principal;
  const asking = privileges.filter((privilege) => isAskedFor({ twoFactorFor: asked }, privilege));
  const where = { accountId, privilege: { in: asking } };
  const [counts, without, holder, sessions] = await Promise.all([
    db.userCount.findMany({ where: { ...where, status: { notIn: ["disabled", "removed"] } } }),
    db.person.findMany({
      where: { ...where, kind: "user", removed: false, status: { not: "disabled" }, twoFactor: false },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: named,
      select: { login: true },
    }),
    db.person.findFirstOrThrow({ where: { accountId, kind: "holder" }, select: { id: true, twoFactor: true } }),
    db.session.findMany({
      where: { ...openAt(now), accountId, person: { twoFactor: false, privilege: { in: [...asking, "holder"] } } },
      orderBy: { expiresAt: "desc" },
      take: mostSessions,
      select: { personId: true },
    }),
  ]);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const protectedOnes = counts.reduce((sum, { twoFactor }) => sum + twoFactor, 0);
  return {
    asked,
    on: protectedOnes + Number(holder.twoFactor),
    off: total - protectedOnes + Number(!holder.twoFactor),
    holderOff: !holder.twoFactor,
    logins: without.map(({ login }) => login),
    atOnce: new Set(sessions.map(({ personId }) => personId)).size,
    more: sessions.length === mostSessions,
  };
}

/** Lists at most `most` accounts with people left to notify. `progress`: the last person notified, and the requirement. */
export async function listAccountsToNotify(
  { db }: Authorized<"account.tell-two-factor">,
  most: number,
): Promise<{ id: string; progress: string }[]> {
  const accounts = await db.account.findMany({
    where: { twoFactorTold: { not: null } },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true, twoFactorTold: true, twoFactorFor: true, twoFactorFrom: true },
  });
  return accounts.map(({ id, twoFactorTold, ...asked }) => ({
    id: String(id),
    progress: [twoFactorTold, ...Object.values(asked)].join(" "),
  }));
}

/** Finds the account and the next people to notify. Null if nobody is left. */
export async function findNextRecipients({ db, accountId }: Locked<"account.tell-two-factor">, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, twoFactorTold: { not: null } } });
  if (!account) return null;
  const number = { gt: account.twoFactorTold! };
  const people = await db.person.findMany({
    where: { accountId, number, removedAt: null, disabledAt: null },
    orderBy: { number: "asc" },
    take: most,
  });
  return { account, people };
}

/** Notes the last person notified. Runs in the transaction that reads the people and writes the emails. */
export async function recordProgress(
  { db, accountId }: Locked<"account.tell-two-factor">,
  last: bigint | null,
): Promise<void> {
  await db.account.update({ where: { id: accountId }, data: { twoFactorTold: last }, select: { id: true } });
}

/**
 * Lists at most `most` accounts with Administrators left to notify that the requirement has ended. `progress`: the last one notified.
 */
export async function listReleasesToNotify(
  { db }: Authorized<"account.tell-release">,
  most: number,
): Promise<{ id: string; progress: string }[]> {
  const where = { releaseTold: { not: null } };
  const accounts = await db.account.findMany({
    where,
    orderBy: { id: "asc" },
    take: most,
    select: { id: true, releaseTold: true },
  });
  return accounts.map(({ id, releaseTold }) => ({ id: String(id), progress: String(releaseTold) }));
}

/** Finds the account and the next Administrators to notify. Null if nobody is left. */
export async function findNextReleaseRecipients({ db, accountId }: Locked<"account.tell-release">, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, releaseTold: { not: null } } });
  if (!account) return null;
  const where = {
    accountId,
    kind: "user",
    removed: false,
    privilege: "administrator",
    number: { gt: account.releaseTold! },
    disabledAt: null,
  };
  const people = await db.person.findMany({ where, orderBy: { number: "asc" }, take: most });
  return { account, people };
}

/** Notes the last Administrator notified, like `recordProgress`. */
export async function recordReleaseProgress(
  { db, accountId }: Locked<"account.tell-release">,
  last: bigint | null,
): Promise<void> {
  await db.account.update({ where: { id: accountId }, data: { releaseTold: last }, select: { id: true } });
}
