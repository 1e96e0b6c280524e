import "server-only";
import { setHolderEmail } from "@/lib/domain/email-changes/operations";
import { setHolderPassword } from "@/lib/domain/passwords/operations";
import {
  asCommand,
  notifiedByMail,
  parseGiven,
  printError,
  reachDatabase,
  report,
  viewInstallationFacts,
} from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";

export const about = `Sets an account holder's email address, or a new password that they must change. Nobody in the account can do this for them.`;
export const usage = `npm run steward -- holder email 1234-567-89 ada@example.com
npm run steward -- holder password 1234-567-89`;
export const details = `
1234-567-89      what the account holder logs in with: the digital ID, the handle or the email address
ada@example.com  their new email address; Steward sends an email to both addresses
password         prints a new password, ends the account holder's sessions, and tells them by email`;

const indented = usage.replaceAll(/^/gm, "  ");

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return printError(`${given}\n${indented}`);
  const [asked = "", id = "", email = "", ...more] = given.positionals;
  const wanted = { email: 2, password: 1 }[asked];
  if (wanted !== [id, email, ...more].filter(Boolean).length) {
    return printError(`This command sets an account holder's email address or password:\n${indented}`);
  }
  await reachDatabase();
  if (asked === "email") {
    return report(await asCommand(setHolderEmail)({ id, email }), async ({ signInId, email: now }) => [
      `The account holder who logs in with ${signInId} now has the address ${now}. ${await notifiedByMail("both addresses")}`,
    ]);
  }
  const password = generatePassword();
  return report(await asCommand(setHolderPassword)({ id, password }), async ({ ended }) => [
    `The account holder logs in at ${(await viewInstallationFacts()).origin}${paths.logIn} with the password below, and must change it then. Sessions ended: ${ended}.`,
    password,
  ]);
}
