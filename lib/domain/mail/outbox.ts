import "server-only";
import { writerOf, type Authorized, type Keeping, type Lasting } from "@/lib/access/authorize";
import type { Steps } from "@/lib/access/job";
import { Prisma } from "@/lib/database/db";
import { passingOver } from "@/lib/database/locks";
import { isTooUnsure, leaseFor, ranks, triedAgainAt } from "@/lib/domain/mail/rules";
import type { MailState, Problem } from "@/lib/domain/mail/schema";
import { noteDelivered, noteUndelivered } from "@/lib/domain/people/store";
import { newId } from "@/lib/security/tokens";

/**
 * What the sender does with the mails that wait: each is one process's at a time, for as long as its lease. The sender goes on for long,
 * so it says at each step what time it is.
 */

type Sending = Lasting<"emails.send">;

/** A mail that is this process's to send until `leaseEnds`: its ticket says so. */
export type ClaimedMail = NonNullable<Awaited<ReturnType<typeof claimMail>>>;

/** Whether any mail is due. */
export const isMailDue = async ({ db }: Authorized<"emails.send">, now: Date): Promise<boolean> =>
  (await db.$queryRaw<unknown[]>`
    SELECT 1 AS "due" FROM "Mail" WHERE "state" = 'waiting' AND "rank" IN (${Prisma.join(ranks)}) AND "dueAt" <= ${now} LIMIT 1`).length > 0;

/** The id of the mail that leaves next: of the first rank that has one, the one that is due longest. Each rank is a range of an index. */
export function nextDue(now: Date, locking = Prisma.empty): Prisma.Sql {
  const first = ranks.map(
    (rank) => Prisma.sql`(
      SELECT "id" FROM "Mail" WHERE "state" = 'waiting' AND "rank" = ${rank} AND "dueAt" <= ${now} ORDER BY "dueAt", "id" LIMIT 1 ${locking})`,
  );
  return Prisma.sql`COALESCE(${Prisma.join(first)})`;
}

/**
 * Takes the mail that leaves next, by one statement, so that of several processes one gets it; null where none is due.
 * One that somebody else was handing over when their lease ended may have left already, and counts as more unsure.
 */
export async function claimMail({ writer }: Sending, now: Date) {
  const [ticket, leaseEnds] = [newId(), new Date(now.getTime() + leaseFor)];
  const [claimed] = await writer.$queryRaw<{ id: string }[]>`
    UPDATE "Mail" SET "ticket" = ${ticket}, "dueAt" = ${leaseEnds}, "attempts" = "attempts" + 1,
      "unsure" = "unsure" + CASE WHEN "handedOver" THEN 1 ELSE 0 END, "handedOver" = false
    WHERE "id" = ${nextDue(now, passingOver)}
    RETURNING "id"`;
  if (!claimed) return null;
  const mail = await writer.mail.findFirst({
    where: { id: claimed.id, ticket },
    select: { id: true, accountId: true, personId: true, ticket: true, kind: true, language: true, params: true, recipient: true, secret: true, linkId: true, attempts: true, unsure: true },
  });
  return mail && { ...mail, leaseEnds };
}

/** Whether the link of a mail can still be followed. */
export const isLinkGood = async ({ writer }: Sending, linkId: string, now: Date): Promise<boolean> =>
  (await writer.link.findFirst({ where: { id: linkId, expiresAt: { gt: now } }, select: { id: true } })) !== null;

/** The mail is being handed over, and from now on may have left. False where it is of no use any more, or somebody else's by now: then it must not. */
export const markHandedOver = async ({ writer }: Sending, { id, ticket }: ClaimedMail): Promise<boolean> =>
  (await writer.mail.updateMany({ where: { id, ticket, state: "waiting" }, data: { handedOver: true } })).count === 1;

/** The mail left. Whether or not this process may still say so, its person is reached. */
export async function markSent(auth: Sending, mail: ClaimedMail, now: Date): Promise<void> {
  const { personId } = mail;
  if (personId !== null) await noteDelivered(auth, { ...mail, personId });
  await settle(auth, mail, { state: "sent", secret: null, problem: "", sentAt: now });
}

/** The mail is of no use any more, and never leaves. */
export async function markVoid(auth: Sending, mail: ClaimedMail): Promise<void> {
  await settle(auth, mail, { state: "void", secret: null, problem: "" });
}

/** The mail is given up, and its person's row says so. The account is locked first, as by every change of its people. */
export async function markFailed(steps: Steps<"emails.send">, mail: ClaimedMail, problem: string, unsure = mail.unsure): Promise<void> {
  const { inAccount, inNone } = steps;
  const { accountId, personId } = mail;
  const failed = { state: "failed", secret: null, unsure, problem } as const;
  if (accountId === null) return void (await inNone((auth) => settle(auth, mail, failed)));
  await inAccount(accountId, async (auth) => {
    const settled = await settle(auth, mail, failed);
    if (settled && personId !== null) await noteUndelivered(auth, { ...mail, personId });
    return { value: null, lines: [] };
  });
}

type Late = { problem: string; mayHaveLeft: boolean };

/** The mail did not leave, or may have: it is tried again in its time, or given up. The state that it is in now. */
export async function markLate(auth: Sending, steps: Steps<"emails.send">, mail: ClaimedMail, now: Date, why: Late): Promise<MailState> {
  const { problem, mayHaveLeft } = why;
  const unsure = mail.unsure + Number(mayHaveLeft);
  const dueAt = triedAgainAt(mail.attempts, now);
  const gone = isTooUnsure(unsure);
  if (gone || !dueAt) {
    await markFailed(steps, mail, gone ? ("unsure" satisfies Problem) : problem, unsure);
    return "failed";
  }
  await settle(auth, mail, { state: "waiting", dueAt, unsure, problem });
  return "waiting";
}

/** The mail was not tried after all, and is due as before. */
export async function putBack(auth: Sending, mail: ClaimedMail, now: Date): Promise<void> {
  await settle(auth, mail, { state: "waiting", dueAt: now, attempts: mail.attempts - 1 });
}

type Settled = { state: MailState; secret?: null; problem?: string; sentAt?: Date; dueAt?: Date; unsure?: number; attempts?: number };

/** Only whoever holds the ticket says what became of a mail; one that became void meanwhile stays so. Whether it was this one. */
async function settle(auth: Keeping<"emails.send">, { id, ticket }: ClaimedMail, data: Settled): Promise<boolean> {
  return (await writerOf(auth).mail.updateMany({ where: { id, ticket, state: "waiting" }, data: { ...data, ticket: "", handedOver: false } })).count === 1;
}

/** Mails that wait, those after this one in the order in which they are due, until a moment; at most so many. */
export function listWaiting({ db }: Authorized<"emails.send">, after: { dueAt: Date; id: string }, until: Date, most: number) {
  const parts = ranks.map(
    (rank) => Prisma.sql`SELECT * FROM (
      SELECT "id", "kind", "dueAt" FROM "Mail"
      WHERE "state" = 'waiting' AND "rank" = ${rank} AND ("dueAt", "id") > (${after.dueAt}, ${after.id}) AND "dueAt" <= ${until}
      ORDER BY "dueAt", "id" LIMIT ${most}) AS "range"`,
  );
  return db.$queryRaw<{ id: string; kind: string; dueAt: string | Date }[]>`
    ${Prisma.join(parts, " UNION ALL ")} ORDER BY "dueAt", "id" LIMIT ${most}`;
}
