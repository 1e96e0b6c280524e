import "server-only";
import { closeDatabase, db, engine, transaction, writer } from "@/lib/database/db";
import { addDemo, demoPassword } from "@/lib/demo/demo";
import { complain } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";
import { migrate } from "@/prisma/migrate.mjs";

export const about = `Fills an empty database with two accounts and months of history, and says how to log in as whom.`;
export const usage = `npm run demo`;
export const details = `
It takes nothing. Like npm start it makes the database that DATABASE_URL names, if there is none.`;

export async function run(given: string[]): Promise<number> {
  if (given.length > 0) return complain(`The demo takes nothing: ${usage}`);
  console.error(`Database: ${env.databaseName}`);
  await migrate(env.databaseUrl, { called: env.databaseName });
  // A password that stands in public files is for this computer's own address only.
  const password = env.secure ? generatePassword() : demoPassword;
  const people = await addDemo({ db, engine, writer, transaction, close: closeDatabase }, { password, handleSuffix: env.handleSuffix });
  if (!people) {
    return complain(
      "This database holds accounts already, and the demo fills an empty one only. Nothing was changed.\n" +
        "Name another one: DATABASE_URL=file:./data/demo.db npm run demo",
    );
  }
  const widest = Math.max(...people.map(({ signInId }) => signInId.length));
  console.log(`The demo is there. Start Steward (${env.startCommand}), open ${env.origin}${paths.logIn} and log in with one of these IDs:\n`);
  for (const { signInId, about } of people) console.log(`  ${signInId.padEnd(widest)}  ${about}`);
  console.log(`\nEverybody's password is ${password}`);
  return 0;
}
