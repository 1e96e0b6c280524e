import "server-only";
import { letterOf } from "@/lib/domain/mail/letter";
import type { Problem } from "@/lib/domain/mail/schema";
import { MailWire, type Undelivered } from "@/lib/domain/mail/smtp";
import { complain, parseGiven } from "@/lib/doors/command";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { readAddress } from "@/lib/isomorphic/email-address.mjs";
import { env } from "@/lib/runtime/env.mjs";
import { newId } from "@/lib/security/tokens";

export const about = `Sends a test mail now, by the mail server in STEWARD_MAIL, and says in plain words what is wrong.`;
export const usage = `npm run steward -- mail test you@example.com`;
export const details = `
you@example.com  where the mail goes; no database is used`;

const wrong: Record<Problem, string> = {
  unreachable: "The mail server does not answer. Check its name and port in STEWARD_MAIL, and the firewall between.",
  tls: "The mail server could not be reached over TLS, or its certificate is not to be trusted. See STEWARD_MAIL_TLS.",
  login: "The mail server does not let Steward log in. Check the user and the password in STEWARD_MAIL.",
  busy: "The mail server asks to come back later. Mail that waits is tried again by itself.",
  refused: "The mail server refuses it. Check that it lets STEWARD_MAIL_FROM send, and to this address.",
  unsure: "The connection was lost after the message, so it may have arrived. Look into the mailbox.",
  sealed: "The message could not be read.",
  unmade: "The message could not be made.",
  address: "The mail server cannot send to such an address.",
};

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return complain(`${given}\n  ${usage}`);
  const [what, address = "", ...more] = given.positionals;
  if (what !== "test" || !address || more.length > 0) return complain(`This command sends a test mail:\n  ${usage}`);
  const to = readAddress(address);
  if (!("shown" in to)) return complain(`${address} is no e-mail address.\n  ${usage}`);
  if (!env.mail) return complain("This shell names no mail server. Set STEWARD_MAIL as the server has it, as in smtp://user:password@mail.example.com:587");
  await loadLanguages();
  const letter = letterOf({ kind: "test", language: "en", params: {}, link: null });
  const wire = new MailWire();
  const undelivered = await wire.send({ ...letter, id: newId(), recipient: to.shown, language: "en" });
  wire.end();
  if (undelivered) return complain(sentenceOf(undelivered));
  console.log(`The mail server at ${env.mail.host} took the mail to ${to.shown}, from ${env.mailFrom}.`);
  console.log("If it does not arrive, look among the spam, and into the mail server's own log.");
  return 0;
}

/** What went wrong, and below it what the server said: for whoever has a shell, and nobody else. */
function sentenceOf({ reason, detail }: Undelivered): string {
  return [wrong[reason], detail && `It said: ${detail.split("\n", 1)[0]}`].filter(Boolean).join("\n");
}
