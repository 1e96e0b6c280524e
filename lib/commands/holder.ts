import "server-only";
import { setHolderAddress } from "@/lib/domain/addresses/operations";
import { setHolderPassword } from "@/lib/domain/passwords/operations";
import { asCommand, complain, report, toldByMail } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";
import { migrate } from "@/prisma/migrate.mjs";

/** `holder email` and `holder password`: for a holder, whom nobody in the account can help. They are told by mail. */
const usage = `npm run steward -- holder email 1234-567-89 ada@example.com, or holder password 1234-567-89`;

export async function run([asked = "", id = "", email = "", ...more]: string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(asked)) {
    console.log(usage);
    return 0;
  }
  const wanted = { email: 2, password: 1 }[asked];
  if (wanted !== [id, email, ...more].filter(Boolean).length) {
    return complain(`This sets the e-mail address or the password of an account's holder:\n  ${usage}`);
  }
  await migrate(env.databaseUrl);
  if (asked === "email") {
    return report(await asCommand(setHolderAddress)({ id, email }), ({ signInId, email: now }) => [
      `The holder who logs in with ${signInId} has the address ${now} now. ${toldByMail("Both addresses are")}`,
    ]);
  }
  const password = generatePassword();
  return report(await asCommand(setHolderPassword)({ id, password }), ({ ended }) => [
    `The holder logs in at ${env.origin}${paths.logIn} with this password, and changes it there. Sessions that ended: ${ended}.`,
    password,
  ]);
}
