import "server-only";
import { setHolderEmail } from "@/lib/domain/email-changes/operations";
import { setHolderPassword } from "@/lib/domain/passwords/operations";
import { asCommand, notifiedByMail, parseGiven, printError, reachDatabase, report, viewInstallationFacts } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";

export const about = `Helps an account holder, whom no one in the account can help: sets their email address, or a password that they must change.`;
export const usage = `npm run steward -- holder email 1234-567-89 ada@example.com, or holder password 1234-567-89`;
export const details = `
1234-567-89      what the account holder logs in with: the digital ID, the handle or the email address
ada@example.com  their new email address; Steward sends an email to both addresses
password         prints a new password, ends the account holder's sessions, and tells them by email`;

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const [asked = "", id = "", email = "", ...more] = given.positionals;
  const wanted = { email: 2, password: 1 }[asked];
  if (wanted !== [id, email, ...more].filter(Boolean).length) {
    return printError(`This command sets an account holder's email address or password:\n  ${usage}`);
  }
  await reachDatabase();
  if (asked === "email") {
    return report(await asCommand(setHolderEmail)({ id, email }), async ({ signInId, email: now }) => [
      `The account holder who logs in with ${signInId} now has the address ${now}. ${await notifiedByMail("Both addresses are")}`,
    ]);
  }
  const password = generatePassword();
  return report(await asCommand(setHolderPassword)({ id, password }), async ({ ended }) => [
    `The account holder logs in at ${(await viewInstallationFacts()).origin}${paths.logIn} with this password, and then changes it. Sessions ended: ${ended}.`,
    password,
  ]);
}
