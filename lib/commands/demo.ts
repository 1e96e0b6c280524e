import "server-only";
import { closeDatabase, db, engine, transaction, writer } from "@/lib/database/db";
import { addDemo, demoPassword } from "@/lib/demo/demo";
import { complain } from "@/lib/doors/command";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";
import { migrate } from "@/prisma/migrate.mjs";

/** `demo`: fills an empty database with two accounts and their people, and says how to log in as them. */
const usage = `npm run demo`;

export async function run(given: string[]): Promise<number> {
  if (given.length > 0) return complain(`The demo takes nothing: ${usage}`);
  await migrate(env.databaseUrl);
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
  console.log(`The demo is there. Start Steward (npm start), open ${env.origin}${paths.logIn} and log in with one of these IDs:\n`);
  for (const { signInId, about } of people) console.log(`  ${signInId.padEnd(widest)}  ${about}`);
  console.log(`\nEverybody's password is ${password}`);
  return 0;
}
