import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Autocommit } from "@/lib/access/authorize";
import type { Steps } from "@/lib/access/job";
import { Prisma } from "@/lib/database/db";
import { skipLocked } from "@/lib/database/locks";
import { isTooUncertain, leaseFor, nextAttemptAt, ranks } from "@/lib/domain/mail/rules";
import type { MailState, Problem } from "@/lib/domain/mail/schema";
import { recordDelivery, recordDeliveryFailure } from "@/lib/domain/people/store";
import { newId } from "@/lib/security/tokens";

/**
 * The outbox as the sender uses it. One process at a time holds an email, for the time of its lease. The sender runs for long, so it
 * passes the current time to each step.
 */

type Sending = Autocommit<"emails.send">;

/** An email that this process may send until `leaseEnds`. The ticket proves it. */
export type ClaimedMail = NonNullable<Awaited<ReturnType<typeof claimMail>>>;

/** Whether an email is due. */
export const isMailDue = async ({ db }: Authorized<"emails.send">, now: Date): Promise<boolean> =>
  (
    await db.$queryRaw<unknown[]>`
    SELECT 1 AS "due" FROM "Mail" WHERE "state" = 'waiting' AND "rank" IN (${Prisma.join(ranks)}) AND "dueAt" <= ${now} LIMIT 1`
  ).length > 0;

/** The id of the next email to send: of the first rank with due emails, the one due longest. Each rank is a range of an index. */
export function nextDue(now: Date, locking = Prisma.empty): Prisma.Sql {
  const first = ranks.map(
    (rank) => Prisma.sql`(
      SELECT "id" FROM "Mail" WHERE "state" = 'waiting' AND "rank" = ${rank} AND "dueAt" <= ${now} ORDER BY "dueAt", "id" LIMIT 1 ${locking})`,
  );
  return Prisma.sql`COALESCE(${Prisma.join(first)})`;
}

/**
 * Claims the next email with one statement, so that only one of several processes gets it. Null if none is due. If another process
 * was handing it over when its lease ended, the email may have been sent already, and `unsure` goes up.
 */
export async function claimMail({ writer }: Sending, now: Date) {
  const [ticket, leaseEnds] = [newId(), new Date(now.getTime() + leaseFor)];
  const [claimed] = await writer.$queryRaw<{ id: string }[]>`
    UPDATE "Mail" SET "ticket" = ${ticket}, "dueAt" = ${leaseEnds}, "attempts" = "attempts" + 1,
      "unsure" = "unsure" + CASE WHEN "handedOver" THEN 1 ELSE 0 END, "handedOver" = false
    WHERE "id" = ${nextDue(now, skipLocked)}
    RETURNING "id"`;
  if (!claimed) return null;
  const mail = await writer.mail.findFirst({
    where: { id: claimed.id, ticket },
    select: {
      id: true,
      accountId: true,
      personId: true,
      ticket: true,
      kind: true,
      language: true,
      params: true,
      recipient: true,
      secret: true,
      linkId: true,
      attempts: true,
      unsure: true,
    },
  });
  return mail && { ...mail, leaseEnds };
}

/** Whether the link of an email is still valid. */
export const isLinkValid = async ({ writer }: Sending, linkId: string, now: Date): Promise<boolean> =>
  (await writer.link.findFirst({ where: { id: linkId, expiresAt: { gt: now } }, select: { id: true } })) !== null;

/** Marks an email as being handed over: from now on it may have been sent. False if it is void or no longer ours: do not send it. */
export const markHandedOver = async ({ writer }: Sending, { id, ticket }: ClaimedMail): Promise<boolean> =>
  (await writer.mail.updateMany({ where: { id, ticket, state: "waiting" }, data: { handedOver: true } })).count === 1;

/** Marks an email as sent. The person counts as reached, even if this process has lost the ticket. */
export async function markSent(auth: Sending, mail: ClaimedMail, now: Date): Promise<void> {
  const { personId } = mail;
  if (personId !== null) await recordDelivery(auth, { ...mail, personId });
  await settle(auth, mail, { state: "sent", secret: null, problem: "", sentAt: now });
}

/** Marks an email as void: it is never sent. */
export async function markVoid(auth: Sending, mail: ClaimedMail): Promise<void> {
  await settle(auth, mail, { state: "void", secret: null, problem: "" });
}

/** Marks an email as failed, also in its person's row. Locks the account first, like every change to its people. */
export async function markFailed(
  steps: Steps<"emails.send">,
  mail: ClaimedMail,
  problem: string,
  unsure = mail.unsure,
): Promise<void> {
  const { inAccount, inNone } = steps;
  const { accountId, personId } = mail;
  const failed = { state: "failed", secret: null, unsure, problem } as const;
  if (accountId === null) return void (await inNone((auth) => settle(auth, mail, failed)));
  await inAccount(accountId, async (auth) => {
    const settled = await settle(auth, mail, failed);
    if (settled && personId !== null) await recordDeliveryFailure(auth, { ...mail, personId });
    return { value: null, lines: [] };
  });
}

type Late = { problem: string; mayHaveLeft: boolean };

/** Schedules another try of an email that was perhaps not sent, or gives it up. Returns its new state. */
export async function markLate(
  auth: Sending,
  steps: Steps<"emails.send">,
  mail: ClaimedMail,
  now: Date,
  why: Late,
): Promise<MailState> {
  const { problem, mayHaveLeft } = why;
  const unsure = mail.unsure + Number(mayHaveLeft);
  const dueAt = nextAttemptAt(mail.attempts, now);
  const gone = isTooUncertain(unsure);
  if (gone || !dueAt) {
    await markFailed(steps, mail, gone ? ("unsure" satisfies Problem) : problem, unsure);
    return "failed";
  }
  await settle(auth, mail, { state: "waiting", dueAt, unsure, problem });
  return "waiting";
}

/** Puts an email back that was not tried after all. It is due at once. */
export async function requeueMail(auth: Sending, mail: ClaimedMail, now: Date): Promise<void> {
  await settle(auth, mail, { state: "waiting", dueAt: now, attempts: mail.attempts - 1 });
}

type Settled = {
  state: MailState;
  secret?: null;
  problem?: string;
  sentAt?: Date;
  dueAt?: Date;
  unsure?: number;
  attempts?: number;
};

/** Writes the result if this process still holds the ticket. A void email stays void. Returns whether it was written. */
async function settle(auth: AnyWriter<"emails.send">, { id, ticket }: ClaimedMail, data: Settled): Promise<boolean> {
  return (
    (
      await writerOf(auth).mail.updateMany({
        where: { id, ticket, state: "waiting" },
        data: { ...data, ticket: "", handedOver: false },
      })
    ).count === 1
  );
}

/** Lists at most `most` waiting emails in the order in which they are due: those after the given one, until a time. */
export function listWaiting(
  { db }: Authorized<"emails.send">,
  after: { dueAt: Date; id: string },
  until: Date,
  most: number,
) {
  const parts = ranks.map(
    (rank) => Prisma.sql`SELECT * FROM (
      SELECT "id", "kind", "dueAt" FROM "Mail"
      WHERE "state" = 'waiting' AND "rank" = ${rank} AND ("dueAt", "id") > (${after.dueAt}, ${after.id}) AND "dueAt" <= ${until}
      ORDER BY "dueAt", "id" LIMIT ${most}) AS "range"`,
  );
  return db.$queryRaw<{ id: string; kind: string; dueAt: string | Date }[]>`
    ${Prisma.join(parts, " UNION ALL ")} ORDER BY "dueAt", "id" LIMIT ${most}`;
}
