import "server-only";
import type { Fault } from "@/lib/access/audit";
import { verifyActivity } from "@/lib/domain/activity/operations";
import { asCommand, complain, parseGiven, reachDatabase } from "@/lib/doors/command";
import { isRefusal } from "@/lib/isomorphic/result";
import { SettingError } from "@/lib/runtime/env.mjs";
import { isHeard } from "@/lib/runtime/pipes.mjs";

export const about = `Verifies that every line of the activity is as it was written, while Steward runs or not.`;
export const usage = `npm run steward -- log verify [digital ID or handle]`;
export const details = `
digital ID or handle  of one account; without it all accounts are verified
It names the first broken link of each account, and ends with 1 where there is one.`;

const wrong: Record<Fault, string> = {
  missing: "is missing",
  order: "is not the one that was written there: lines changed places",
  changed: "is not as it was written, or does not follow from the line before it",
  emptied: "has lost its names or values, although nobody was erased",
  end: "is not where the account says that its lines end: lines were taken away or added there",
};

export const run = (given: string[]): Promise<number> =>
  verify(given).catch((error: unknown) => {
    if (error instanceof SettingError) throw error;
    return complain(`The log cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });

/** 0 where every link holds, 1 where one is broken or nothing could be verified. */
async function verify(args: string[]): Promise<number> {
  const given = parseGiven(args, {});
  if (typeof given === "string") return complain(`${given}\n  ${usage}`);
  const [what, account = "", ...more] = given.positionals;
  if (what !== "verify" || more.length > 0) return complain(`This command verifies the activity, of one account or of all:\n  ${usage}`);
  // To look is not to change.
  await reachDatabase({ migrates: false });
  let [accounts, lines, broken] = [0, 0, 0];
  for (let after = 0; ; ) {
    const result = await asCommand(verifyActivity)({ account, after });
    if (isRefusal(result)) {
      return complain(result.outcome === "not_found" ? `There is no account ${account}.` : "The database did not answer. Try again in a moment.");
    }
    if (!result.value) break;
    const { id, digitalId, handle, verdict } = result.value;
    accounts++;
    lines += verdict.lines;
    if (verdict.brokenAt !== null) {
      broken++;
      console.log(`${digitalId} (${handle}): line ${verdict.brokenAt} ${wrong[verdict.fault]}.`);
    }
    if (account) break;
    // Nobody waits for the rest, and what was not looked at was not verified.
    if (!isHeard()) return 1;
    after = id;
  }
  const verified = `Verified ${counted(lines, "line")} of ${counted(accounts, "account")}`;
  console.log(broken === 0 ? `${verified}: every link holds.` : `${verified}: ${counted(broken, "account")} broken, whose first broken link is named above.`);
  return broken === 0 ? 0 : 1;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
