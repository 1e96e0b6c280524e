import "server-only";
import { writerOf, type AnyWriter, type Authorized } from "@/lib/access/authorize";
import {
  countsForAccount,
  hasOwnRateLimit,
  isRateLimited,
  longestWindow,
  mostOfAccount,
  mostPerRecipient,
} from "@/lib/domain/mail/rules";
import type { MailKind, MailState } from "@/lib/domain/mail/schema";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * Rate limits emails that a typed email address triggers. They wait for their turn in the outbox: three per hour to one address, and a
 * hundred per hour to all addresses that an account typed. Each account counts only its own emails. So the emails of another account
 * to the same address cause no delay, and no wait reveals them.
 */

type RateLimitedMail = {
  kind: MailKind;
  email: string;
  /** The account of the email, or of the person who typed the email address. Null for a stranger. */
  accountId: number | null;
  personId: string | null;
  /** Whether the person has confirmed this email address. */
  proved: boolean;
  hasLink: boolean;
};

/** The limits that an email counts against, and when it may be sent. Empty without a limit. Runs in the transaction that queues it. */
export async function rateLimitOf(
  auth: AnyWriter,
  mail: RateLimitedMail,
): Promise<{ typedTo?: string; typedBy?: number; leavesAt?: Date }> {
  const { kind, accountId, personId } = mail;
  const [db, { now }] = [writerOf(auth), auth];
  if (!isRateLimited(kind, mail.proved)) return {};
  const typedTo = typedKey(mail);
  const typedBy = accountId !== null && countsForAccount(kind) ? accountId : undefined;
  // Only the newest of a kind waits, so that emails to an address do not pile up. A person's emails with links: a newer link voids them.
  if (!mail.hasLink || (personId === null && accountId === null)) {
    await db.mail.updateMany({
      where: { typedTo, kind, personId, state: "waiting" satisfies MailState, leavesAt: { gt: now } },
      data: replaced,
    });
  }
  const free = [
    await nextFreeAt(auth, { typedTo }, mostPerRecipient),
    typedBy === undefined ? null : await nextFreeAt(auth, { typedBy }, mostOfAccount),
  ];
  return {
    typedTo,
    typedBy,
    leavesAt: new Date(Math.max(now.getTime(), ...free.map((moment) => moment?.getTime() ?? 0))),
  };
}

/** The new values of an email that was replaced before its turn. It no longer counts against any limit. */
export const replaced = { state: "void" satisfies MailState, secret: null, ticket: "", typedTo: null, typedBy: null };

type MailQuery = { accountId: number; email: string; kind: MailKind };

/** Whether one more email of this kind may be sent now to an email address of an account. */
export async function isWithinRateLimit(auth: Authorized, asked: MailQuery): Promise<boolean> {
  const free = await nextFreeAt(auth, { typedTo: typedKey(asked) }, mostPerRecipient);
  return free === null || free <= auth.now;
}

/** Whether an email of this kind to an address of an account waits for its turn. */
export async function isDelayedByRateLimit({ db, now }: Authorized, asked: MailQuery): Promise<boolean> {
  const where = {
    typedTo: typedKey(asked),
    kind: asked.kind,
    state: "waiting" satisfies MailState,
    leavesAt: { gt: now },
  };
  return (await db.mail.findFirst({ where, select: { id: true } })) !== null;
}

/** When the next email may be sent: an hour after the `most`-th newest one. Null if there are fewer. */
async function nextFreeAt(
  { db }: Authorized,
  of: { typedTo: string } | { typedBy: number },
  most: number,
): Promise<Date | null> {
  const last = await db.mail.findFirst({
    where: of,
    orderBy: { leavesAt: "desc" },
    skip: most - 1,
    select: { leavesAt: true },
  });
  return last?.leavesAt ? new Date(last.leavesAt.getTime() + longestWindow) : null;
}

const typedKey = ({ email, accountId, kind }: Pick<RateLimitedMail, "email" | "accountId" | "kind">) =>
  limitKey(
    env.secret,
    hasOwnRateLimit(kind) ? `typed mail, ${kind}` : "typed mail",
    `${accountId ?? ""} ${emailKey(email)}`,
  );
