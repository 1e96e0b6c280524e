// Runs one of the operator's commands in a process of its own, which lib/tools/steward.mjs starts.
import "server-only";
import { misspelt, SettingError } from "@/lib/runtime/env.mjs";
import { outlivePipes } from "@/lib/runtime/pipes.mjs";
import { MigrationError } from "@/prisma/migrate.mjs";

const [name = "", ...given] = process.argv.slice(2);
outlivePipes();

try {
  const [misspeltName] = misspelt();
  if (misspeltName) throw new SettingError(misspeltName);
  // A malformed setting throws when the first module reads it.
  const { run } = (await import(`../commands/${name}.ts`)) as { run: (given: string[]) => Promise<number> };
  process.exitCode = await run(given);
} catch (error) {
  // The operator can fix a setting or a migration, so its sentence is enough. Any other error is a bug and needs its stack.
  console.error(error instanceof SettingError || error instanceof MigrationError ? error.message : error);
  process.exitCode = 1;
} finally {
  const { closeDatabase } = await import("@/lib/database/db").catch(() => ({ closeDatabase: null }));
  await closeDatabase?.();
}
