import "server-only";
import { letterOf } from "@/lib/domain/mail/letter";
import type { Problem } from "@/lib/domain/mail/schema";
import { MailWire, type Undelivered } from "@/lib/domain/mail/smtp";
import { parseGiven, printError } from "@/lib/doors/command";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { readEmail } from "@/lib/isomorphic/email.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { newId } from "@/lib/security/tokens";

export const about = `Sends a test email through the mail server in STEWARD_MAIL. If that fails, it says why.`;
export const usage = `npm run steward -- mail test you@example.com`;
export const details = `
you@example.com  the recipient; the command needs no database`;

const problemTexts: Record<Problem, string> = {
  unreachable: "The mail server does not answer. Check its name and port in STEWARD_MAIL, and the firewall.",
  tls: "The mail server could not be reached over TLS, or its certificate is not trusted. See STEWARD_MAIL_TLS.",
  login: "The mail server does not let Steward log in. Check the user and the password in STEWARD_MAIL.",
  busy: "The mail server is busy, and asks Steward to try again later. Steward automatically retries the emails that wait.",
  refused: "The mail server refuses the email. Check that STEWARD_MAIL_FROM may send to this address.",
  unsure: "The connection was lost after the email was sent, so it may have arrived. Check the inbox.",
  sealed: "The email could not be read.",
  unmade: "The email could not be created.",
  address: "The mail server cannot send to this address.",
};

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const [what, email = "", ...more] = given.positionals;
  if (what !== "test" || !email || more.length > 0) return printError(`This command sends a test email:\n  ${usage}`);
  const to = readEmail(email);
  if (!("shown" in to)) return printError(`${email} is not an email address.\n  ${usage}`);
  if (!env.mail)
    return printError(
      "STEWARD_MAIL is not set for this command. Set it to the same value as for the server, such as smtp://user:password@mail.example.com:587",
    );
  await loadLanguages();
  const letter = letterOf({ kind: "test", language: "en", params: {}, link: null });
  const wire = new MailWire();
  const undelivered = await wire.send({ ...letter, id: newId(), recipient: to.shown, language: "en" });
  wire.end();
  if (undelivered) return printError(sentenceOf(undelivered));
  console.log(`The mail server at ${env.mail.host} accepted the email to ${to.shown}, from ${env.mailFrom}.`);
  console.log("If it does not arrive, check the spam folder and the mail server's log.");
  return 0;
}

/** Says what went wrong, and below it what the mail server said, or the error. Only the operator sees the server's words. */
function sentenceOf({ reason, detail, code }: Undelivered): string {
  const from = code ? "The mail server answered" : "The error was";
  return [problemTexts[reason], detail && `${from}: ${detail.split("\n", 1)[0]}`].filter(Boolean).join("\n");
}
