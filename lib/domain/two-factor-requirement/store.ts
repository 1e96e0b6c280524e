import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { isAskedFor, type Requirement } from "@/lib/access/two-factor-requirement";
import type { Db } from "@/lib/database/db";
import { openAt } from "@/lib/domain/sessions/rules";
import type { Privilege } from "@/lib/policy";

type Managing = Authorized<"account.view-two-factor" | "account.require-two-factor" | "account.release-two-factor">;

/** What the actor's account requires. */
export async function findRequirement({ db, actor }: Managing): Promise<{ twoFactorFor: Requirement; twoFactorFrom: Date }> {
  const account = await db.account.findUniqueOrThrow({ where: { id: actor.accountId }, select: { twoFactorFor: true, twoFactorFrom: true } });
  return { ...account, twoFactorFor: account.twoFactorFor as Requirement };
}

/** Whether an account requires two-factor of anybody. */
export const isRequired = async (db: Db, accountId: number): Promise<boolean> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { twoFactorFor: true } })).twoFactorFor !== "";

/** Who holds the account. */
export const findHolderId = async (db: Db, accountId: number): Promise<string> =>
  (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { holderId: true } })).holderId;

/** Writes what the account requires; whoever it concerns is told afterwards, by the program. */
export async function changeRequirement({ db, actor }: Managing, after: { twoFactorFor: Requirement; twoFactorFrom: Date }): Promise<void> {
  const telling = after.twoFactorFor === "" ? { twoFactorTold: null, releaseTold: -1n, releasedBy: actor.knownAs } : { twoFactorTold: -1n };
  await db.account.update({ where: { id: actor.accountId }, data: { ...after, ...telling }, select: { id: true } });
}

/** So many are named of those who have none. */
const named = 10;
/** Open sessions that are looked at for those who would be asked at once, at most: one person may have many. */
const mostSessions = 1000;

/** Who has two-factor of those whom it would be required of and who may log in, and who not: by counters, and a few names from an index. */
export async function viewProtection({ db, now, actor }: Managing, asked: Requirement) {
  const { accountId } = actor;
  const privileges = (["none", "user", "administrator"] as const).filter((privilege) => isAskedFor({ twoFactorFor: asked }, privilege));
  const where = { accountId, privilege: { in: [...privileges] as Privilege[] } };
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
      where: { ...openAt(now), accountId, person: { twoFactor: false, privilege: { in: [...privileges, "holder"] } } },
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
    /** There may be more of them. */
    more: sessions.length === mostSessions,
  };
}

/** Accounts some of whose people are still to be told, of what, and up to which number they were; at most so many. */
export const listTelling = ({ db }: Authorized<"account.tell-two-factor">, most: number) =>
  db.account.findMany({ where: { twoFactorTold: { not: null } }, orderBy: { id: "asc" }, take: most, select: { id: true, twoFactorTold: true, twoFactorFor: true, twoFactorFrom: true } });

/** An account with the next of its people who are to be told; null where nobody is any more. */
export async function nextToTell({ db }: Authorized<"account.tell-two-factor">, accountId: number, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, twoFactorTold: { not: null } } });
  if (!account) return null;
  const number = { gt: account.twoFactorTold! };
  const people = await db.person.findMany({ where: { accountId, number, removedAt: null, disabledAt: null }, orderBy: { number: "asc" }, take: most });
  return { account, people };
}

/** Notes how far the telling came, in the transaction that read whom to tell, and that writes the mails. */
export async function noteTold({ db }: Authorized<"account.tell-two-factor">, id: number, last: bigint | null): Promise<void> {
  await db.account.update({ where: { id }, data: { twoFactorTold: last }, select: { id: true } });
}

/** Accounts whose Administrators are still to be told that two-factor is required no more, and up to which number; at most so many. */
export const listReleases = ({ db }: Authorized<"account.tell-release">, most: number) =>
  db.account.findMany({ where: { releaseTold: { not: null } }, orderBy: { id: "asc" }, take: most, select: { id: true, releaseTold: true } });

/** Such an account with the next of its Administrators who are to be told; null where nobody is any more. */
export async function nextToTellOfRelease({ db }: Authorized<"account.tell-release">, accountId: number, most: number) {
  const account = await db.account.findFirst({ where: { id: accountId, releaseTold: { not: null } } });
  if (!account) return null;
  const where = { accountId, kind: "user", removed: false, privilege: "administrator", number: { gt: account.releaseTold! }, disabledAt: null };
  const people = await db.person.findMany({ where, orderBy: { number: "asc" }, take: most });
  return { account, people };
}

/** Notes how far that came, as `noteTold` does. */
export async function noteReleaseTold({ db }: Authorized<"account.tell-release">, id: number, last: bigint | null): Promise<void> {
  await db.account.update({ where: { id }, data: { releaseTold: last }, select: { id: true } });
}
