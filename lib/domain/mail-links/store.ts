import "server-only";
import type { Authorized, Lasting, Locked, Writing } from "@/lib/access/authorize";
import { deleteFree } from "@/lib/database/locks";
import { listWaitingLinks, voidMailOf } from "@/lib/domain/mail/store";
import type { Purpose } from "@/lib/domain/mail-links/schema";
import { hashOf, newId, newToken } from "@/lib/security/tokens";

/**
 * Links in mails: single-use tokens of 256 bits, kept as their hash alone, for one purpose and one person, or several of one account. A
 * link's row is there while it is good: using it, a newer one, or a change that makes it pointless deletes it, together
 * with the mail of it that has not left yet.
 */

export type Link = { id: string; token: string };

type NewLink = {
  purpose: Purpose;
  hours: number;
  /** What the purpose needs when it is used. */
  data?: string;
};

export type PersonalLink = NewLink & {
  /** Whose it is, of several the first. */
  personId: string;
  /** It makes no older one void. */
  besides?: boolean;
};

/**
 * A new link for a person of the account, in place of those of the same person and purpose unless it is besides them. The token goes
 * into the mail and nowhere else.
 */
export async function newLink(auth: Locked, { personId, besides, ...link }: PersonalLink): Promise<Link> {
  if (!besides) await voidLinks(auth, personId, [link.purpose]);
  return insertLink(auth, { ...link, personId, accountId: auth.accountId });
}

/** A link for somebody who has no account yet. */
export const newStrangersLink = (auth: Writing, link: NewLink): Promise<Link> => insertLink(auth, link);

async function insertLink({ db, now }: Writing, { hours, data = "", ...link }: NewLink & { personId?: string; accountId?: number }): Promise<Link> {
  const [id, token] = [newId(), newToken()];
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await db.link.create({ data: { id, tokenHash: hashOf(token), ...link, data, createdAt: now, expiresAt }, select: { id: true } });
  return { id, token };
}

/** The link of a token, while it is good for one of these purposes. Finding it consumes nothing. */
export const findLink = ({ db, now }: Authorized, token: string, wanted: readonly Purpose[]) =>
  db.link.findFirst({ where: { tokenHash: hashOf(token), purpose: { in: [...wanted] }, expiresAt: { gt: now } } });

/** Uses a link up, in the transaction of what it does. False where somebody was faster, or it was replaced meanwhile. */
export async function spendLink(auth: Writing, id: string): Promise<boolean> {
  const { count } = await auth.db.link.deleteMany({ where: { id } });
  await voidMailOf(auth, [id]);
  return count === 1;
}

/**
 * The links of a person are good for nothing any more, and their mails that wait never leave. One for several people of the
 * account, of whom this is one, goes too: whoever else it was for asks again. `since`: those made from then on; `but`: all
 * others; `waitingAt`: those whose mail waits for its turn at that moment.
 */
export async function voidLinks(
  auth: Locked,
  personId: string,
  which: readonly Purpose[],
  { since, but, waitingAt }: { since?: Date; but?: string; waitingAt?: Date } = {},
): Promise<void> {
  const { db, accountId } = auth;
  const where = { accountId, purpose: { in: [...which] }, ...(since && { createdAt: { gte: since } }), ...(but && { id: { not: but } }) };
  const theirs = await db.link.findMany({ where: { ...where, personId }, select: { id: true } });
  const shared = await db.link.findMany({ where: { ...where, personId: { not: personId }, data: { contains: personId } }, select: { id: true } });
  const links = [...theirs, ...shared];
  const ids = (waitingAt ? await listWaitingLinks(auth, links.map(({ id }) => id), waitingAt) : links).map(({ id }) => id);
  if (ids.length === 0) return;
  await db.link.deleteMany({ where: { id: { in: ids } } });
  await voidMailOf(auth, ids);
}

/** Forgets links whose time is over, the oldest first, at most so many. How many it forgot. */
export async function forgetOldLinks(auth: Lasting<"installation.upkeep">, most: number): Promise<number> {
  const { db, writer, now } = auth;
  const over = await db.link.findMany({ where: { expiresAt: { lt: now } }, orderBy: { expiresAt: "asc" }, take: most, select: { id: true } });
  const forgotten = await deleteFree(writer, "Link", over.map(({ id }) => id));
  // After their links: whoever makes a link void holds that first as well.
  if (forgotten.length > 0) await voidMailOf(auth, forgotten);
  return forgotten.length;
}

/** Whatever links somebody still has who is being erased. */
export async function forgetLinksOf({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.link.deleteMany({ where: { personId, accountId } });
}
