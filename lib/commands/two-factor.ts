import "server-only";
import { asCommand, report, toldByMail } from "@/lib/as-command";
import { closeDatabase } from "@/lib/db";
import { env } from "@/lib/env.mjs";
import { resetTwoFactor } from "@/lib/two-factor/operations";
import { migrate } from "@/prisma/migrate.mjs";

/** `two-factor reset`: for a holder, whom nobody in the account can help. The person is told by mail. */
const usage = `npm run steward -- two-factor reset 1234-567-89`;

process.exitCode = await run(process.argv.slice(2)).finally(closeDatabase);

async function run([asked = "", id, ...more]: string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(asked)) {
    console.log(usage);
    return 0;
  }
  if (asked !== "reset" || id === undefined || more.length > 0) {
    console.error(`This takes away all second factors of one person, named by what they log in with:\n  ${usage}`);
    return 1;
  }
  await migrate(env.databaseUrl);
  return report(await asCommand(resetTwoFactor)({ id }), ({ ended }) => [
    `The second factors of ${id} are gone, and ${ended} of their sessions ended. ${toldByMail("They are")}`,
  ]);
}
