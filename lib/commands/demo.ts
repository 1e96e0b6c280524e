import "server-only";
import { closeDatabase, db, engine, transaction, writer } from "@/lib/database/db";
import { addDemo, demoPassword } from "@/lib/demo/demo";
import { printError } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";
import { migrate } from "@/prisma/migrate.mjs";

export const about = `Fills an empty database with two accounts and months of history, and lists the people to log in as.`;
export const usage = `npm run demo`;
export const details = `
It takes no options. Like npm start, it creates the database that DATABASE_URL names if it does not exist.`;

export async function run(given: string[]): Promise<number> {
  if (given.length > 0) return printError(`The demo takes no options: ${usage}`);
  console.error(`Database: ${env.databaseName}`);
  await migrate(env.databaseUrl, { called: env.databaseName });
  // The demo's password is public, so it is used only at this computer's own URL.
  const password = env.secure ? generatePassword() : demoPassword;
  const people = await addDemo(
    { db, engine, writer, transaction, close: closeDatabase },
    { password, handleSuffix: env.handleSuffix },
  );
  if (!people) {
    return printError(
      "This database already has accounts, and the demo fills only an empty one. Nothing was changed.\n" +
        "Use another one: DATABASE_URL=file:./data/demo.db npm run demo",
    );
  }
  const widest = Math.max(...people.map(({ signInId }) => signInId.length));
  console.log(
    `The demo is ready. Start Steward (${env.startCommand}), open ${env.origin}${paths.logIn} and log in with one of these IDs:\n`,
  );
  for (const { signInId, about } of people) console.log(`  ${signInId.padEnd(widest)}  ${about}`);
  console.log(`\nEveryone's password is ${password}`);
  return 0;
}
