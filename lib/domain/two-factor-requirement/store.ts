import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { isAskedFor, requirements, type Requirement } from "@/lib/access/two-factor-requirement";
import { openAt } from "@/lib/domain/sessions/rules";
import type { Protection } from "@/lib/domain/two-factor-requirement/output";
import { privileges } from "@/lib/policy";

type Managing = "account.view-two-factor" | "account.require-two-factor" | "account.release-two-factor";

/** What the actor's account requires. */
export async function findRequirement({ db, actor }: Authorized<Managing>): Promise<{ twoFactorFor: Requirement; twoFactorFrom: Date }> {
  const account = await db.account.findUniqueOrThrow({ where: { id: actor.principal.accountId }, select: { twoFactorFor: true, twoFactorFrom: true } });
  return { ...account, twoFactorFor: requirementOf(account) };
}

/** For whom an account requires it; of a word that is none of ours, for nobody, as everywhere else. */
const requirementOf = ({ twoFactorFor }: { twoFactorFor: string }): Requirement => requirements.find((each) => each === twoFactorFor) ?? "";

/** Whether an account requires two-factor of anybody. */
export const isRequired = async ({ db }: Authorized<"emails.send">, accountId: number): Promise<boolean> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { twoFactorFor: true } })).twoFactorFor !== "";

/** Who holds the account. */
export const findHolderId = async ({ db, accountId }: Locked<"account.release-two-factor">): Promise<string> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { holderId: true } })).holderId;

/** Writes what the account requires; whoever it concerns is told afterwards, by the program. */
export async function changeRequirement(
  { db, actor, accountId }: Locked<"account.require-two-factor" | "account.release-two-factor">,
  after: { twoFactorFor: Requirement; twoFactorFrom: Date },
): Promise<void> {
  const telling = after.twoFactorFor === "" ? { twoFactorTold: null, releaseTold: -1n, releasedBy: actor.principal.knownAs } : { twoFactorTold: -1n };
  await db.account.update({ where: { id: accountId }, data: { ...after, ...telling }, select: { id: true } });
}

/** So many are named of those who have none. */
const named = 10;
/** Open sessions that are looked at for those who would be asked at once, at most: one person may have many. */
const mostSessions = 1000;

/** Who has two-factor of those whom it would be required of and who may log in, and who not: by counters, and a few names from an index. */
export async function viewProtection({ db, now, actor }: Authorized<"account.view-two-factor">, asked: Requirement): Promise<Protection> {
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

/** Accounts some of whose people are still to be told; their place is of what, and up to which number they were. At most so many. */
export async function listTelling({ db }: Authorized<"account.tell-two-factor">, most: number): Promise<{ id: string; place: string }[]> {
  const accounts = await db.account.findMany({
    where: { twoFactorTold: { not: null } },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true, twoFactorTold: true, twoFactorFor: true, twoFactorFrom: true },
  });
  return accounts.map(({ id, twoFactorTold, ...asked }) => ({ id: String(id), place: [twoFactorTold, ...Object.values(asked)].join(" ") }));
}

/** The account with the next of its people who are to be told; null where nobody is any more. */
export async function nextToTell({ db, accountId }: Locked<"account.tell-two-factor">, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, twoFactorTold: { not: null } } });
  if (!account) return null;
  const number = { gt: account.twoFactorTold! };
  const people = await db.person.findMany({ where: { accountId, number, removedAt: null, disabledAt: null }, orderBy: { number: "asc" }, take: most });
  return { account, people };
}

/** Notes how far the telling came, in the transaction that read whom to tell, and that writes the mails. */
export async function noteTold({ db, accountId }: Locked<"account.tell-two-factor">, last: bigint | null): Promise<void> {
  await db.account.update({ where: { id: accountId }, data: { twoFactorTold: last }, select: { id: true } });
}

/**
 * Accounts whose Administrators are still to be told that two-factor is required no more; their place is up to which number they were. At
 * most so many.
 */
export async function listReleases({ db }: Authorized<"account.tell-release">, most: number): Promise<{ id: string; place: string }[]> {
  const where = { releaseTold: { not: null } };
  const accounts = await db.account.findMany({ where, orderBy: { id: "asc" }, take: most, select: { id: true, releaseTold: true } });
  return accounts.map(({ id, releaseTold }) => ({ id: String(id), place: String(releaseTold) }));
}

/** The account with the next of its Administrators who are to be told; null where nobody is any more. */
export async function nextToTellOfRelease({ db, accountId }: Locked<"account.tell-release">, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, releaseTold: { not: null } } });
  if (!account) return null;
  const where = { accountId, kind: "user", removed: false, privilege: "administrator", number: { gt: account.releaseTold! }, disabledAt: null };
  const people = await db.person.findMany({ where, orderBy: { number: "asc" }, take: most });
  return { account, people };
}

/** Notes how far that came, as `noteTold` does. */
export async function noteReleaseTold({ db, accountId }: Locked<"account.tell-release">, last: bigint | null): Promise<void> {
  await db.account.update({ where: { id: accountId }, data: { releaseTold: last }, select: { id: true } });
}
