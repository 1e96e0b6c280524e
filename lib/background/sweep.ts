import "server-only";
import { apart, breath, workOff, type Queue } from "@/lib/background/queue";
import { db, transaction, writer } from "@/lib/database/db";
import { eraseSomeLines, listErasing } from "@/lib/domain/activity/erasing";
import { forgetOldLinks } from "@/lib/domain/mail-links/store";
import { forgetMailsOf, forgetOldMails } from "@/lib/domain/mail/store";
import { forgetOldSessions } from "@/lib/domain/sessions/store";
import { forgetOldSignIns, forgetSignInsOf } from "@/lib/domain/sign-ins/store";
import { forgetChallenges } from "@/lib/domain/two-factor/challenge";
import { eraseUser } from "@/lib/domain/users/operations";
import { listErasable } from "@/lib/domain/users/store";
import { asProgram, forUpkeep } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { clean } from "@/lib/access/limits";

/** Once a minute: with nothing due it is eight looks into indexes. */
const interval = 60_000;

/** Rows of one step. A step is a short transaction, and between two of them whoever waits gets a turn. */
const atOnce = 200;

/** Keeps up with what is due for as long as the process runs; several processes may. Ends with it at any moment. */
export function startSweeping(): void {
  const turn = async () => {
    await sweep();
    setTimeout(turn, interval).unref();
  };
  setTimeout(turn, 500).unref();
}

/**
 * Does everything that is due now: erases users who were removed 30 days ago, then their values in the activity, and
 * forgets sessions, limits, mails, log-ins, links and challenges that are over. What it is stopped at, the next sweep goes on with.
 */
export async function sweep(): Promise<void> {
  await apart("removed users", eraseUsers);
  await apart("erased values", () => workOff(erasedValues));
  await apart("old sessions", () => forgetAll(() => forgetOldSessions(forUpkeep(writer), atOnce)));
  await apart("old mails", () => forgetAll(() => forgetOldMails(forUpkeep(writer), atOnce)));
  await apart("old log-ins", () => forgetAll(() => forgetOldSignIns(forUpkeep(writer), atOnce)));
  await apart("old links", () => forgetAll(() => forgetOldLinks(forUpkeep(writer), atOnce)));
  await apart("old challenges", () => forgetAll(() => forgetChallenges(writer, new Date(), atOnce)));
  await apart("old limits", () => forgetAll(() => clean(writer, Date.now(), atOnce)));
}

/** Forgets some rows after others, as long as a step finds its fill of them. */
async function forgetAll(some: () => Promise<number>): Promise<void> {
  while ((await some()) === atOnce) await breath();
}

async function eraseUsers(): Promise<void> {
  let erased = 0;
  await workOff({
    name: "removed user",
    list: (most) => listErasable(forUpkeep(db), most),
    step: async ({ id }) => {
      await forgetAll(() => forgetMailsOf(forUpkeep(writer), id, atOnce));
      await forgetAll(() => forgetSignInsOf(forUpkeep(writer), id, atOnce));
      // Another process may have been faster.
      if (!isRefusal(await asProgram(eraseUser)({ id }))) erased++;
    },
  });
  if (erased > 0) log({ level: "info", event: "erased", message: `${erased} removed users` });
}

const erasedValues: Queue<{ id: string; place: string; accountId: number }> = {
  name: "erased values",
  list: async (most) => {
    const people = await listErasing(forUpkeep(db), most);
    return people.map(({ accountId, personId, byDone, aboutDone }) => ({ id: personId, place: `${byDone} ${aboutDone}`, accountId }));
  },
  step: ({ accountId, id: personId }) => transaction((tx) => eraseSomeLines(forUpkeep(tx), { accountId, personId }, atOnce)),
};
