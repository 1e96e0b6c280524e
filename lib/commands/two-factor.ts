import "server-only";
import { resetTwoFactor } from "@/lib/domain/two-factor/operations";
import { asCommand, complain, parseGiven, report, toldByMail, reachDatabase } from "@/lib/doors/command";

export const about = `Takes away all second factors of one person who lost them: of a holder, whom nobody in the account can help.`;
export const usage = `npm run steward -- two-factor reset 1234-567-89`;
export const details = `
1234-567-89  what the person logs in with; their sessions end, and they are told by mail`;

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return complain(`${given}\n  ${usage}`);
  const [asked = "", id, ...more] = given.positionals;
  if (asked !== "reset" || id === undefined || more.length > 0) {
    return complain(`This takes away all second factors of one person, named by what they log in with:\n  ${usage}`);
  }
  await reachDatabase();
  return report(await asCommand(resetTwoFactor)({ id }), async ({ ended }) => [
    `The second factors of ${id} are gone, and ${ended} of their sessions ended. ${await toldByMail("They are")}`,
  ]);
}
