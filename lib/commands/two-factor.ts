import "server-only";
import { resetTwoFactor } from "@/lib/domain/two-factor/operations";
import { asCommand, printError, parseGiven, report, notifiedByMail, reachDatabase } from "@/lib/doors/command";

export const about = `Resets the two-factor authentication of an account holder or a user who lost their devices.`;
export const usage = `npm run steward -- two-factor reset 1234-567-89`;
export const details = `
1234-567-89  what the person logs in with; their sessions end, and they are told by email`;

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const [asked = "", id, ...more] = given.positionals;
  if (asked !== "reset" || id === undefined || more.length > 0) {
    return printError(
      `This command resets the two-factor authentication of the person who logs in with this ID:\n  ${usage}`,
    );
  }
  await reachDatabase();
  return report(await asCommand(resetTwoFactor)({ id }), async ({ ended }) => [
    `The two-factor authentication of ${id} is reset. Sessions ended: ${ended}. ${await notifiedByMail("the person")}`,
  ]);
}
