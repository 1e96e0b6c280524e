import "server-only";
import type { Autocommit } from "@/lib/access/authorize";
import type { Steps } from "@/lib/access/job";
import { isUnavailable } from "@/lib/database/db";
import { letterOf } from "@/lib/domain/mail/letter";
import {
  claimMail,
  isLinkValid,
  isMailDue,
  listWaiting,
  markFailed,
  markHandedOver,
  markLate,
  markSent,
  markVoid,
  requeueMail,
  type ClaimedMail,
} from "@/lib/domain/mail/outbox";
import { isTooUncertain, linkUrl } from "@/lib/domain/mail/rules";
import type { LinkKind, MailKind, MailParams, Problem } from "@/lib/domain/mail/schema";
import { MailWire } from "@/lib/domain/mail/smtp";
import { mailContext } from "@/lib/domain/mail/store";
import { log } from "@/lib/runtime/log.mjs";
import { shutdownSignal } from "@/lib/runtime/shutdown.mjs";
import { yieldToEventLoop } from "@/lib/runtime/yield";
import { decrypt } from "@/lib/security/encryption";

/** What the sender needs. */
type Sender = {
  auth: Autocommit<"emails.send">;
  steps: Steps<"emails.send">;
  /** Whether the content of an email is still true. */
  isTrue: (mail: ClaimedMail) => Promise<boolean>;
};

/** The pause after a server error: until then, other emails would only fail too. */
const rest = 30_000;

let restsUntil = 0;

/** Sends one email after the other until none is due or the process ends. */
export async function sendOneByOne(sender: Sender): Promise<void> {
  const { auth } = sender;
  if (Date.now() < restsUntil || !(await isMailDue(auth, new Date()))) return;
  const wire = new MailWire();
  try {
    while (!shutdownSignal().aborted && Date.now() >= restsUntil) {
      const mail = await claimMail(auth, new Date());
      if (!mail) return;
      await deliver(sender, wire, mail);
      await yieldToEventLoop();
    }
  } finally {
    wire.end();
  }
}

/** Sends one email. After a database failure before the handover, puts it back. An email that cannot be composed blocks no other. */
async function deliver(sender: Sender, wire: MailWire, mail: ClaimedMail): Promise<void> {
  const { auth } = sender;
  let handedOver = false;
  try {
    await hand(sender, wire, mail, async () => (handedOver = await markHandedOver(auth, mail)));
  } catch (error) {
    if (isUnavailable(error)) {
      // If even that write fails, the lease simply expires.
      if (!handedOver) await requeueMail(auth, mail, new Date()).catch(() => {});
      throw error;
    }
    log({ event: "mail failed", message: `${mail.kind} ${mail.id}`, error });
    if (!handedOver) await late(sender, mail, { problem: "unmade", mayHaveLeft: false });
  }
}

async function hand(
  sender: Sender,
  wire: MailWire,
  mail: ClaimedMail,
  mayHandOver: () => Promise<boolean>,
): Promise<void> {
  const { auth } = sender;
  const { id, recipient } = mail;
  if (isTooUncertain(mail.unsure)) return fail(sender, mail, "unsure");
  if (mail.linkId !== null && !(await isLinkValid(auth, mail.linkId, new Date()))) return markVoid(auth, mail);
  if (!(await sender.isTrue(mail))) return markVoid(auth, mail);
  const token = mail.secret === null ? null : decrypt(mailContext(id), mail.secret);
  // The link was encrypted with another STEWARD_SECRET.
  if (mail.secret !== null && token === null) return fail(sender, mail, "sealed");
  const kind = mail.kind as MailKind;
  const link = token === null ? null : linkUrl(kind as LinkKind, token);
  const letter = letterOf({ kind, language: mail.language, params: JSON.parse(mail.params) as MailParams, link });
  const failure = await wire.send({ ...letter, id, recipient, language: mail.language }, shutdownSignal(), mayHandOver);
  if (!failure) return retryWhileLeased(mail, () => markSent(auth, mail, new Date()));
  if (failure.stopped) return requeueMail(auth, mail, new Date());
  if (failure.server) restsUntil = Date.now() + rest;
  const problem = [failure.reason, failure.code].filter(Boolean).join(" ");
  if (failure.final) return fail(sender, mail, problem);
  await retryWhileLeased(mail, () => late(sender, mail, { problem, mayHaveLeft: failure.mayHaveLeft }));
}

/** A problem, perhaps with the mail server's code. */
type Why = Problem | (string & {});

async function late(
  { auth, steps }: Sender,
  mail: ClaimedMail,
  why: { problem: Why; mayHaveLeft: boolean },
): Promise<void> {
  const state = await markLate(auth, steps, mail, new Date(), why);
  logEmail(mail, state === "failed" ? "mail failed" : "mail is late", why.problem);
}

async function fail({ steps }: Sender, mail: ClaimedMail, problem: Why): Promise<void> {
  await markFailed(steps, mail, problem);
  logEmail(mail, "mail failed", problem);
}

/** Logs which email, and why. Never its recipient or text. */
const logEmail = ({ id, kind }: { id: string; kind: string }, event: string, why: string) =>
  log({ level: "warning", event, message: [kind, id, why].filter(Boolean).join(" ") });

/** Retries a write until the lease ends. If the result of a sent email is not written, Steward would send it again. */
async function retryWhileLeased(mail: ClaimedMail, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() + 2000 > mail.leaseEnds.getTime()) throw error;
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}

/** The last logged email, in the order in which emails are due. */
let lastLogged = { dueAt: new Date(0), id: "" };

/** Logs only emails older than this. Their transactions are over, so none can still appear before the last logged one. */
const settledAfter = 15_000;

/** Logs each email that waits for a mail server once. */
export async function logWaiting(auth: Autocommit<"emails.send">): Promise<void> {
  for (;;) {
    const mails = await listWaiting(auth, lastLogged, new Date(Date.now() - settledAfter), 200);
    for (const mail of mails) logEmail(mail, "not sent: no mail server", "");
    const last = mails.at(-1);
    if (!last) return;
    lastLogged = { dueAt: new Date(last.dueAt), id: last.id };
    await yieldToEventLoop();
  }
}
