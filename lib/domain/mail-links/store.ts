import "server-only";
import type { Authorized, Autocommit, InTransaction, Locked } from "@/lib/access/authorize";
import { deleteFree } from "@/lib/database/locks";
import { listWaitingLinks, voidMailOf } from "@/lib/domain/mail/store";
import type { Purpose } from "@/lib/domain/mail-links/schema";
import { hashOf, newId, newToken } from "@/lib/security/tokens";

/**
 * Links in emails: single-use tokens of 256 bits, stored only as hashes, for one purpose and one or several people of an account. The
 * row exists while the link is valid. Using the link deletes the row. So does a newer link, or a change that makes it pointless. An
 * email that is not sent yet becomes void with its link.
 */

export type Link = { id: string; token: string };

type NewLink = {
  purpose: Purpose;
  hours: number;
  /** Data that the purpose needs when the link is used. */
  data?: string;
};

export type PersonalLink = NewLink & {
  /** The person, or the first of several. */
  personId: string;
  /** Keeps older links valid. */
  besides?: boolean;
};

/**
 * Makes a link for a person of the account. Voids their older links of the same purpose, unless `besides` is set. The token goes only
 * into the email.
 */
export async function newLink(auth: Locked, { personId, besides, ...link }: PersonalLink): Promise<Link> {
  if (!besides) await voidLinks(auth, personId, [link.purpose]);
  return insertLink(auth, { ...link, personId, accountId: auth.accountId });
}

/** Makes a link for a stranger without an account. */
export const newStrangersLink = (auth: InTransaction, link: NewLink): Promise<Link> => insertLink(auth, link);

async function insertLink(
  { db, now }: InTransaction,
  { hours, data = "", ...link }: NewLink & { personId?: string; accountId?: number },
): Promise<Link> {
  const [id, token] = [newId(), newToken()];
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await db.link.create({
    data: { id, tokenHash: hashOf(token), ...link, data, createdAt: now, expiresAt },
    select: { id: true },
  });
  return { id, token };
}

/** Finds the link of a token, if it is valid for one of these purposes. Does not use it up. */
export const findLink = ({ db, now }: Authorized, token: string, wanted: readonly Purpose[]) =>
  db.link.findFirst({ where: { tokenHash: hashOf(token), purpose: { in: [...wanted] }, expiresAt: { gt: now } } });

/** Uses a link up, in the transaction of its effect. False if it was used or replaced in between. */
export async function spendLink(auth: InTransaction, id: string): Promise<boolean> {
  const { count } = await auth.db.link.deleteMany({ where: { id } });
  await voidMailOf(auth, [id]);
  return count === 1;
}

/**
 * Voids links of a person of the account and their waiting emails. A link for several people goes too: the others request a new one.
 * `since`: only links made from then on. `but`: all except this one. `waitingAt`: only links whose email waits for its turn then.
 */
export async function voidLinks(
  auth: Locked,
  personId: string,
  which: readonly Purpose[],
  { since, but, waitingAt }: { since?: Date; but?: string; waitingAt?: Date } = {},
): Promise<void> {
  const { db, accountId } = auth;
  const where = {
    accountId,
    purpose: { in: [...which] },
    ...(since && { createdAt: { gte: since } }),
    ...(but && { id: { not: but } }),
  };
  const theirs = await db.link.findMany({ where: { ...where, personId }, select: { id: true } });
  const shared = await db.link.findMany({
    where: { ...where, personId: { not: personId }, data: { contains: personId } },
    select: { id: true },
  });
  const links = [...theirs, ...shared];
  const ids = (
    waitingAt
      ? await listWaitingLinks(
          auth,
          links.map(({ id }) => id),
          waitingAt,
        )
      : links
  ).map(({ id }) => id);
  if (ids.length === 0) return;
  await db.link.deleteMany({ where: { id: { in: ids } } });
  await voidMailOf(auth, ids);
}

/** Deletes at most `most` expired links, oldest first. Returns how many it deleted. */
export async function deleteExpiredLinks(auth: Autocommit<"installation.upkeep">, most: number): Promise<number> {
  const { db, writer, now } = auth;
  const over = await db.link.findMany({
    where: { expiresAt: { lt: now } },
    orderBy: { expiresAt: "asc" },
    take: most,
    select: { id: true },
  });
  const deleted = await deleteFree(
    writer,
    "Link",
    over.map(({ id }) => id),
  );
  // The links first, then their emails: other transactions lock them in the same order.
  if (deleted.length > 0) await voidMailOf(auth, deleted);
  return deleted.length;
}

/** Deletes the remaining links of a user who is being deleted for good. */
export async function deleteLinksOf({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.link.deleteMany({ where: { personId, accountId } });
}
