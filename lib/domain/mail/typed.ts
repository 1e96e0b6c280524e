import "server-only";
import { writerOf, type Authorized, type Keeping } from "@/lib/access/authorize";
import { countsForAccount, hasOwnTurns, isTyped, longestWindow, mostOfAccount, mostToAddress } from "@/lib/domain/mail/rules";
import type { MailKind, MailState } from "@/lib/domain/mail/schema";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * Mails that somebody's typing causes wait for their turn in the outbox: three leave for an address in any hour, and a hundred
 * in any hour for all addresses that an account typed. An account counts its own mails alone: whatever another one sends to
 * the same address neither delays these nor shows in them.
 */

type Typed = {
  kind: MailKind;
  email: string;
  /** The account that it belongs to, or whose person typed the address; null where a stranger did. */
  accountId: number | null;
  personId: string | null;
  /** The person proved that this address is theirs. */
  proved: boolean;
  hasLink: boolean;
};

/** What a mail counts against and when it may leave; nothing where it counts against no limit. Asked in the transaction that queues it. */
export async function turnOf(auth: Keeping, mail: Typed): Promise<{ typedTo?: string; typedBy?: number; leavesAt?: Date }> {
  const { kind, accountId, personId } = mail;
  const [db, { now }] = [writerOf(auth), auth];
  if (!isTyped(kind, mail.proved)) return {};
  const typedTo = typedKey(mail);
  const typedBy = accountId !== null && countsForAccount(kind) ? accountId : undefined;
  // One of a kind waits, the newest: nobody piles up mail for an address. Of mails with links a newer link sees to that.
  if (!mail.hasLink || personId === null && accountId === null) {
    await db.mail.updateMany({ where: { typedTo, kind, personId, state: "waiting" satisfies MailState, leavesAt: { gt: now } }, data: replaced });
  }
  const free = [await freeFrom(auth, { typedTo }, mostToAddress), typedBy === undefined ? null : await freeFrom(auth, { typedBy }, mostOfAccount)];
  return { typedTo, typedBy, leavesAt: new Date(Math.max(now.getTime(), ...free.map((moment) => moment?.getTime() ?? 0))) };
}

/** What becomes of a mail that another takes the place of before its turn came: it counts against no limit any more. */
export const replaced = { state: "void" satisfies MailState, secret: null, ticket: "", typedTo: null, typedBy: null };

type Asked = { accountId: number; email: string; kind: MailKind };

/** Whether one more mail of this kind may leave now for an address of an account. */
export async function hasTurn(auth: Authorized, asked: Asked): Promise<boolean> {
  const free = await freeFrom(auth, { typedTo: typedKey(asked) }, mostToAddress);
  return free === null || free <= auth.now;
}

/** Whether a mail of this kind to an address of an account waits for its turn. */
export async function waitsForTurn({ db, now }: Authorized, asked: Asked): Promise<boolean> {
  const where = { typedTo: typedKey(asked), kind: asked.kind, state: "waiting" satisfies MailState, leavesAt: { gt: now } };
  return (await db.mail.findFirst({ where, select: { id: true } })) !== null;
}

/** From when on one more may leave: an hour after the one that is as many back as may leave in an hour. Null where there are fewer. */
async function freeFrom({ db }: Authorized, of: { typedTo: string } | { typedBy: number }, most: number): Promise<Date | null> {
  const last = await db.mail.findFirst({ where: of, orderBy: { leavesAt: "desc" }, skip: most - 1, select: { leavesAt: true } });
  return last?.leavesAt ? new Date(last.leavesAt.getTime() + longestWindow) : null;
}

const typedKey = ({ email, accountId, kind }: Pick<Typed, "email" | "accountId" | "kind">) =>
  limitKey(env.secret, hasOwnTurns(kind) ? `typed mail, ${kind}` : "typed mail", `${accountId ?? ""} ${emailKey(email)}`);
