import "server-only";
import { resetTwoFactor } from "@/lib/domain/two-factor/operations";
import { asCommand, complain, report, toldByMail } from "@/lib/doors/command";
import { env } from "@/lib/runtime/env.mjs";
import { migrate } from "@/prisma/migrate.mjs";

/** `two-factor reset`: for a holder, whom nobody in the account can help. The person is told by mail. */
const usage = `npm run steward -- two-factor reset 1234-567-89`;

export async function run([asked = "", id, ...more]: string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(asked)) {
    console.log(usage);
    return 0;
  }
  if (asked !== "reset" || id === undefined || more.length > 0) {
    return complain(`This takes away all second factors of one person, named by what they log in with:\n  ${usage}`);
  }
  await migrate(env.databaseUrl);
  return report(await asCommand(resetTwoFactor)({ id }), ({ ended }) => [
    `The second factors of ${id} are gone, and ${ended} of their sessions ended. ${toldByMail("They are")}`,
  ]);
}
