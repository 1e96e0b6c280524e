import "server-only";
import type { Db } from "@/lib/database/db";

/** A locked account: the number of its next line, and the hash and time of the line before. */
export type Lock = { accountId: number; seq: number; head: string; headAt: Date };

/**
 * Locks the account until the transaction ends. Must be the transaction's first statement: on PostgreSQL it holds the row, on SQLite
 * it is the write that has to come first. Only a line that is written takes the number, so a transaction without one leaves no gap
 * in the chain.
 */
export async function lockAccount(tx: Db, accountId: number): Promise<Lock> {
  const [account] = await tx.$queryRaw<{ seq: number; head: string; headAt: Date | string }[]>`
    UPDATE "Account" SET "seq" = "seq" WHERE "id" = ${accountId} RETURNING "seq", "head", "headAt"`;
  if (!account) throw new Error(`account ${accountId} does not exist`);
  return { accountId, seq: Number(account.seq) + 1, head: account.head, headAt: new Date(account.headAt) };
}
