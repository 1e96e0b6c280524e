import "server-only";
import { setHolderAddress } from "@/lib/domain/addresses/operations";
import { setHolderPassword } from "@/lib/domain/passwords/operations";
import { asCommand, complain, parseGiven, report, toldByMail, reachDatabase, whereabouts } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";

export const about = `Helps the holder of an account, whom nobody in it can help: sets their e-mail address, or a password that they must change.`;
export const usage = `npm run steward -- holder email 1234-567-89 ada@example.com, or holder password 1234-567-89`;
export const details = `
1234-567-89      what the holder logs in with: the digital ID, the handle or the e-mail address
ada@example.com  their new e-mail address; the old one is told by mail, too
password         prints one, ends the holder's sessions, and tells them by mail`;

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return complain(`${given}\n  ${usage}`);
  const [asked = "", id = "", email = "", ...more] = given.positionals;
  const wanted = { email: 2, password: 1 }[asked];
  if (wanted !== [id, email, ...more].filter(Boolean).length) {
    return complain(`This sets the e-mail address or the password of an account's holder:\n  ${usage}`);
  }
  await reachDatabase();
  if (asked === "email") {
    return report(await asCommand(setHolderAddress)({ id, email }), async ({ signInId, email: now }) => [
      `The holder who logs in with ${signInId} has the address ${now} now. ${await toldByMail("Both addresses are")}`,
    ]);
  }
  const password = generatePassword();
  return report(await asCommand(setHolderPassword)({ id, password }), async ({ ended }) => [
    `The holder logs in at ${(await whereabouts()).origin}${paths.logIn} with this password, and changes it there. Sessions that ended: ${ended}.`,
    password,
  ]);
}
