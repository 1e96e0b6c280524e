import "server-only";
import type { Fault } from "@/lib/access/audit";
import { verifyActivity } from "@/lib/domain/activity/operations";
import { asCommand, parseGiven, printError, reachDatabase } from "@/lib/doors/command";
import { isRefusal } from "@/lib/isomorphic/result";
import { SettingError } from "@/lib/runtime/env.mjs";
import { isOutputOpen } from "@/lib/runtime/pipes.mjs";

export const about = `Verifies that no entry of the activity was changed. You can run it whether or not Steward is running.`;
export const usage = `npm run steward -- log verify [digital ID or handle]`;
export const details = `
digital ID or handle  of one account; without it, the command verifies all accounts
It names the first wrong entry of each account. If it finds one, the exit code of the command is 1.`;

const faultTexts: Record<Fault, string> = {
  missing: "is missing",
  order: "is in the wrong place: entries were reordered",
  changed: "was changed, or does not follow from the entry before it",
  emptied: "has lost its names or values, although no user in it was erased",
  end: "is not the last entry that the account recorded: entries were removed or added at the end",
};

export const run = (given: string[]): Promise<number> =>
  verify(given).catch((error: unknown) => {
    if (error instanceof SettingError) throw error;
    return printError(`The activity cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });

/** Returns 0 if no entry was changed, or 1 if one was or nothing could be verified. */
async function verify(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const [what, account = "", ...more] = given.positionals;
  if (what !== "verify" || more.length > 0)
    return printError(`This command verifies the activity of one account or of all:\n  ${usage}`);
  // Reading needs no migration.
  await reachDatabase({ migrates: false });
  let [accounts, lines, broken] = [0, 0, 0];
  for (let after = 0; ;) {
    const result = await asCommand(verifyActivity)({ account, after });
    if (isRefusal(result)) {
      return printError(
        result.outcome === "not_found"
          ? `The account ${account} does not exist.`
          : "The database did not answer. Try again in a moment.",
      );
    }
    if (!result.value) break;
    const { id, digitalId, handle, verdict } = result.value;
    accounts++;
    lines += verdict.lines;
    if (verdict.brokenAt !== null) {
      broken++;
      console.log(`${digitalId} (${handle}): entry ${verdict.brokenAt} ${faultTexts[verdict.fault]}.`);
    }
    if (account) break;
    // No one reads the output any more. The remaining accounts were not verified, so the exit code is 1.
    if (!isOutputOpen()) return 1;
    after = id;
  }
  const verified = `Verified ${counted(lines, "entry", "entries")} of ${counted(accounts, "account")}`;
  const verdicts = `${counted(broken, "account")} with a wrong entry. The first wrong entry of each is named above.`;
  console.log(`${verified}: ${broken === 0 ? "no entry was changed." : verdicts}`);
  return broken === 0 ? 0 : 1;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
