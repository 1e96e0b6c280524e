import "server-only";
import type { Db } from "@/lib/database/db";

/** A locked account: the number of its next activity entry, and the hash and time of the previous one. */
export type Lock = { accountId: number; seq: number; head: string; headAt: Date };

/**
 * Locks the account until the transaction ends. Must be the transaction's first statement: PostgreSQL locks the row, SQLite
 * needs a write first. Only a written entry uses the number, so a transaction without an entry leaves no gap in the chain.
 */
export async function lockAccount(tx: Db, accountId: number): Promise<Lock> {
  const [account] = await tx.$queryRaw<{ seq: number; head: string; headAt: Date | string }[]>`
    UPDATE "Account" SET "seq" = "seq" WHERE "id" = ${accountId} RETURNING "seq", "head", "headAt"`;
  if (!account) throw new Error(`account ${accountId} does not exist`);
  return { accountId, seq: Number(account.seq) + 1, head: account.head, headAt: new Date(account.headAt) };
}
