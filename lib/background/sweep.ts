import "server-only";
import { db, isUnavailable, transaction, writer } from "@/lib/database/db";
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
import { clean } from "@/lib/security/limits";

/** Once a minute: with nothing due it is eight looks into indexes. */
const interval = 60_000;

/** Rows of one step. A step is a short transaction, and between two of them whoever waits gets a turn. */
const atOnce = 200;
const pause = 20;

/** Keeps up with what is due for as long as the process runs; several processes may. Ends with it at any moment. */
export function startSweeping(): void {
  const turn = async () => {
    try {
      await sweep();
    } catch (error) {
      log({ level: isUnavailable(error) ? "warning" : "error", event: "sweep failed", error });
    }
    setTimeout(turn, interval).unref();
  };
  setTimeout(turn, 500).unref();
}

/**
 * Does everything that is due now: erases users who were removed 30 days ago, then their values in the activity, and
 * forgets sessions, limits, mails, log-ins, links and challenges that are over. What it is stopped at, the next sweep goes on with.
 */
export async function sweep(): Promise<void> {
  await eraseUsers();
  await eraseValues();
  while ((await forgetOldSessions(forUpkeep(writer), atOnce)) === atOnce) await breath();
  while ((await forgetOldMails(forUpkeep(writer), atOnce)) === atOnce) await breath();
  while ((await forgetOldSignIns(forUpkeep(writer), atOnce)) === atOnce) await breath();
  while ((await forgetOldLinks(forUpkeep(writer), atOnce)) === atOnce) await breath();
  while ((await forgetChallenges(writer, new Date(), atOnce)) === atOnce) await breath();
  while ((await clean(writer, Date.now(), atOnce)) === atOnce) await breath();
}

async function eraseUsers(): Promise<void> {
  for (let erased = 1; erased > 0; ) {
    erased = 0;
    for (const { id } of await listErasable(forUpkeep(db), atOnce)) {
      while ((await forgetMailsOf(forUpkeep(writer), id, atOnce)) === atOnce) await breath();
      while ((await forgetSignInsOf(forUpkeep(writer), id, atOnce)) === atOnce) await breath();
      // Another process may have been faster.
      if (!isRefusal(await asProgram(eraseUser)({ id }))) erased++;
      await breath();
    }
    if (erased > 0) log({ level: "info", event: "erased", message: `${erased} removed users` });
  }
}

async function eraseValues(): Promise<void> {
  for (;;) {
    const people = await listErasing(forUpkeep(db), atOnce);
    if (people.length === 0) return;
    for (const person of people) {
      while (!(await transaction((tx) => eraseSomeLines(forUpkeep(tx), person, atOnce)))) await breath();
    }
  }
}

const breath = () => new Promise((go) => setTimeout(go, pause));
