import "server-only";
import { work } from "@/lib/background/loop";
import { sendEmails } from "@/lib/domain/mail/operations";
import { asProgram } from "@/lib/doors/program";
import { env } from "@/lib/runtime/env.mjs";

/** The pause of a sender, in milliseconds. */
const every = 15_000;

/** How many emails are sent at once, each on its own connection. Without a mail server, one sender logs what waits. */
const atOnce = env.mail ? 2 : 1;

/** How long the end of the process waits for an email that is being handed over, in milliseconds. */
const lastMoment = 5_000;

/**
 * Sends waiting emails. Each sender is a work of its own. A failure is logged at once, and delays neither the other sender nor the next
 * turn.
 */
export const sending = Array.from({ length: atOnce }, () =>
  work({ name: "sending", every, wake: "mail", lastMoment, run: () => asProgram(sendEmails)({}) }),
);

/** Sends every email that is due now. */
export async function sendDue(): Promise<void> {
  await Promise.all(sending.map(({ turn }) => turn()));
}
