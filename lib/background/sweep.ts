import "server-only";
import { work } from "@/lib/background/loop";
import { drainQueue, runIsolated } from "@/lib/background/queue";
import { eraseValues } from "@/lib/domain/activity/operations";
import { runUpkeep } from "@/lib/domain/installation/operations";
import { passing } from "@/lib/domain/installation/schema";
import { eraseUser } from "@/lib/domain/users/operations";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";

/**
 * The steps of a sweep, in order. It erases users who were removed 30 days ago, and then their values in the activity. It deletes expired
 * sessions, mails, log-ins, links, challenges and limits. If a sweep is stopped, the next one continues.
 */
export const sweepTasks: readonly { name: string; run: () => Promise<unknown> }[] = [
  { name: "removed users", run: eraseUsers },
  { name: "erased values", run: () => drainQueue("erased values", eraseValues) },
  ...passing.map((over) => ({ name: `old ${over}`, run: () => asProgram(runUpkeep)({ over }) })),
];

/** Does everything that is due now. */
export async function sweep(): Promise<void> {
  for (const { name, run } of sweepTasks) await runIsolated(name, run);
}

/** Sweeps once a minute. If nothing is due, a sweep is eight index lookups. */
export const sweeping = work({ name: "sweep", every: 60_000, run: sweep });

async function eraseUsers(): Promise<void> {
  let erased = 0;
  await drainQueue("removed user", {
    list: runUpkeep.list,
    perform: async (_program, user) => {
      const cleared = await asProgram(runUpkeep)(user);
      if (isRefusal(cleared)) return cleared;
      const result = await asProgram(eraseUser)(user);
      // Another process may have erased them first.
      if (!isRefusal(result)) erased++;
      return result;
    },
  });
  if (erased > 0) log({ level: "info", event: "erased", message: `${erased} removed users` });
}
