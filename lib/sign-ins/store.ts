import "server-only";
import type { Db } from "@/lib/db";
import type { SignInMethod, SignInOutcome } from "@/lib/sign-ins/schema";
import { newId } from "@/lib/tokens";

export type Try = { accountId: number; personId: string; method: SignInMethod; outcome: SignInOutcome; address: string; userAgent: string };

/**
 * Keeps a try to come in, and gives its id. What may still be refused is kept as refused, by the writing client, while
 * the secret is being checked: it outlives the refusal, and takes no time that somebody outside could measure.
 */
export async function noteTry(db: Db, { userAgent, ...rest }: Try): Promise<string> {
  const id = newId();
  await db.signIn.create({ data: { ...rest, id, at: new Date(), userAgent: userAgent.slice(0, 255) }, select: { id: true } });
  return id;
}

/** What became of a try that was kept before. */
export async function settleTry(db: Db, id: string, outcome: SignInOutcome): Promise<void> {
  await db.signIn.updateMany({ where: { id }, data: { outcome } });
}
