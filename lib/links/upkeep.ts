import "server-only";
import type { Authorized } from "@/lib/authorize";

/** Forgets links that are over, the oldest first, at most so many. How many it forgot. */
export async function forgetOldLinks({ db, now }: Authorized<"users.erase">, most: number): Promise<number> {
  const where = { expiresAt: { lt: now } };
  const over = await db.link.findMany({ where, orderBy: { expiresAt: "asc" }, take: most, select: { id: true } });
  if (over.length === 0) return 0;
  return (await db.link.deleteMany({ where: { id: { in: over.map(({ id }) => id) } } })).count;
}

/** Whatever links somebody still has who is being erased. */
export async function forgetLinksOf({ db }: Authorized<"users.erase">, personId: string): Promise<void> {
  await db.link.deleteMany({ where: { personId } });
}
