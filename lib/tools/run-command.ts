// The process of one of the operator's commands: lib/tools/steward.mjs starts it.
import "server-only";
import { misspelt, SettingError } from "@/lib/runtime/env.mjs";
import { outlivePipes } from "@/lib/runtime/pipes.mjs";
import { MigrationError } from "@/prisma/migrate.mjs";

const [name = "", ...given] = process.argv.slice(2);
outlivePipes();

try {
  const [wrong] = misspelt();
  if (wrong) throw new SettingError(wrong);
  // A malformed setting throws when the first module asks for it.
  const { run } = (await import(`../commands/${name}.ts`)) as { run: (given: string[]) => Promise<number> };
  process.exitCode = await run(given);
} catch (error) {
  // What the operator can mend is said in its sentence; anything else is ours, and says where it happened.
  console.error(error instanceof SettingError || error instanceof MigrationError ? error.message : error);
  process.exitCode = 1;
} finally {
  const { closeDatabase } = await import("@/lib/database/db").catch(() => ({ closeDatabase: null }));
  await closeDatabase?.();
}
