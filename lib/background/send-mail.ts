import "server-only";
import { breath, oneAtATime } from "@/lib/background/queue";
import { db, isUnavailable, writer } from "@/lib/database/db";
import { letterOf } from "@/lib/domain/mail/letter";
import { claimMail, isLinkGood, isMailDue, listWaiting, markFailed, markHandedOver, markLate, markSent, markVoid, putBack, type ClaimedMail } from "@/lib/domain/mail/outbox";
import { isTooUnsure, linkAddress } from "@/lib/domain/mail/rules";
import type { LinkKind, MailKind, MailParams, Problem } from "@/lib/domain/mail/schema";
import { MailWire } from "@/lib/domain/mail/smtp";
import { isRequired } from "@/lib/domain/two-factor-requirement/store";
import { sealedFor } from "@/lib/domain/mail/store";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";
import { endings } from "@/lib/runtime/shutdown.mjs";
import { onMail } from "@/lib/runtime/wake";
import { unseal } from "@/lib/security/seal";

/** How often it looks by itself, in milliseconds: mail of other processes, and what is to be tried again. */
const interval = 15_000;

/** Mails on their way at once, each on a connection of its own. */
const atOnce = 2;

/** A mail server that does not let anybody in is left alone for so long: other mails would only become late by it too. */
const rest = 30_000;

/** How long a mail that is being handed over may take when the process is to end. */
const lastMoment = 5_000;

/** Sends what waits for as long as the process runs; several processes may. Ends with it as soon as no mail is half handed over. */
export function startSending(): void {
  const ending = new AbortController();
  let underWay: Promise<unknown> = Promise.resolve();
  const turn = () => {
    if (!ending.signal.aborted) underWay = sendDue(ending.signal);
  };
  onMail(turn);
  setTimeout(turn, 500).unref();
  setInterval(turn, interval).unref();
  endings.add(async () => {
    ending.abort();
    await Promise.race([underWay, new Promise((over) => setTimeout(over, lastMoment).unref())]);
  });
}

/**
 * Sends everything that is due now. Senders that are under way look again before they rest. Where there is no mail server, the
 * log is told once of each mail that waits for one.
 */
export async function sendDue(ending?: AbortSignal): Promise<void> {
  await Promise.all(env.mail ? senders.map((send) => send(ending)) : [telling()]);
}

let restsUntil = 0;

/** Each does its own work: one that fails is told of at once, and keeps neither the others nor its next turn from anything. */
const senders = Array.from({ length: atOnce }, () => oneAtATime((ending?: AbortSignal) => sendOneByOne(ending).catch(failed)));

const failed = (error: unknown) => log({ level: isUnavailable(error) ? "warning" : "error", event: "sending failed", error });

async function sendOneByOne(ending?: AbortSignal): Promise<void> {
  if (Date.now() < restsUntil || !(await isMailDue(db, new Date()))) return;
  const wire = new MailWire();
  try {
    while (!ending?.aborted && Date.now() >= restsUntil) {
      const mail = await claimMail(writer, new Date());
      if (!mail) return;
      await deliver(wire, mail, ending);
      await breath();
    }
  } finally {
    wire.end();
  }
}

/** What becomes of one mail. Whatever fails before it is handed over, it is put back; one that cannot even be made holds up no other. */
async function deliver(wire: MailWire, mail: ClaimedMail, ending?: AbortSignal): Promise<void> {
  let handedOver = false;
  try {
    await hand(wire, mail, { ending, mayHandOver: async () => (handedOver = await markHandedOver(writer, mail)) });
  } catch (error) {
    if (isUnavailable(error)) {
      // Where not even that can be written, its lease ends by itself.
      if (!handedOver) await putBack(writer, mail, new Date()).catch(() => {});
      throw error;
    }
    log({ event: "mail failed", message: `${mail.kind} ${mail.id}`, error });
    if (!handedOver) await late(mail, { problem: "unmade", mayHaveLeft: false });
  }
}

type Handing = { ending?: AbortSignal; mayHandOver: () => Promise<boolean> };

async function hand(wire: MailWire, mail: ClaimedMail, { ending, mayHandOver }: Handing): Promise<void> {
  const { id, recipient } = mail;
  if (isTooUnsure(mail.unsure)) return fail(mail, "unsure");
  if (mail.linkId !== null && !(await isLinkGood(writer, mail.linkId, new Date()))) return markVoid(writer, mail);
  if (mail.kind === ("two-factor-required" satisfies MailKind) && !(await isRequired(writer, mail.accountId!))) return markVoid(writer, mail);
  const token = mail.secret === null ? null : unseal(sealedFor(id), mail.secret);
  // It was sealed under another STEWARD_SECRET.
  if (mail.secret !== null && token === null) return fail(mail, "sealed");
  const kind = mail.kind as MailKind;
  const link = token === null ? null : linkAddress(kind as LinkKind, token);
  const letter = letterOf({ kind, language: mail.language, params: JSON.parse(mail.params) as MailParams, link });
  const wrong = await wire.send({ ...letter, id, recipient, language: mail.language }, ending, mayHandOver);
  if (!wrong) return keptTrying(mail, () => markSent(writer, mail, new Date()));
  if (wrong.stopped) return putBack(writer, mail, new Date());
  if (wrong.server) restsUntil = Date.now() + rest;
  const problem = [wrong.reason, wrong.code].filter(Boolean).join(" ");
  if (wrong.final) return fail(mail, problem);
  await keptTrying(mail, () => late(mail, { problem, mayHaveLeft: wrong.mayHaveLeft }));
}

async function late(mail: ClaimedMail, why: { problem: Problem | (string & {}); mayHaveLeft: boolean }): Promise<void> {
  const state = await markLate(writer, mail, new Date(), why);
  tell(mail, state === "failed" ? "mail failed" : "mail is late", why.problem);
}

async function fail(mail: ClaimedMail, problem: Problem | (string & {})): Promise<void> {
  await markFailed(mail, problem);
  tell(mail, "mail failed", problem);
}

/** Neither address nor words: the log says which mail, and why. */
const tell = ({ id, kind }: { id: string; kind: string }, event: string, why: string) =>
  log({ level: "warning", event, message: [kind, id, why].filter(Boolean).join(" ") });

/** What became of a mail that left must be written, or it leaves again: tried while the mail is still this process's. */
async function keptTrying(mail: ClaimedMail, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() + 2000 > mail.leaseEnds.getTime()) throw error;
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}

/** The last mail that the log was told of, in the order in which mails are due. */
let told = { dueAt: new Date(0), id: "" };

/** By then a transaction that queued a mail is over: later none comes before those that were told of. */
const settledAfter = 15_000;

const telling = oneAtATime(() => tellWaiting().catch(failed));

async function tellWaiting(): Promise<void> {
  for (;;) {
    const mails = await listWaiting(db, told, new Date(Date.now() - settledAfter), 200);
    for (const mail of mails) tell(mail, "not sent: no mail server", "");
    const last = mails.at(-1);
    if (!last) return;
    told = { dueAt: new Date(last.dueAt), id: last.id };
    await breath();
  }
}
