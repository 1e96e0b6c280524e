import "server-only";
import { work } from "@/lib/background/loop";
import { sendEmails } from "@/lib/domain/mail/operations";
import { asProgram } from "@/lib/doors/program";
import { env } from "@/lib/runtime/env.mjs";

/** How long a sender rests, in milliseconds. */
const every = 15_000;

/** Mails on their way at once, each on a connection of its own. Where there is no mail server, one sender tells the log of it. */
const atOnce = env.mail ? 2 : 1;

/** How long a mail that is being handed over may take when the process is to end. */
const lastMoment = 5_000;

/**
 * Sends what waits. Each sender does its own work: one that fails is told of at once, and keeps neither the others nor its next turn
 * from anything.
 */
export const sending = Array.from({ length: atOnce }, () =>
  work({ name: "sending", every, wake: "mail", lastMoment, run: () => asProgram(sendEmails)({}) }),
);

/** Sends everything that is due now. */
export async function sendDue(): Promise<void> {
  await Promise.all(sending.map(({ turn }) => turn()));
}
