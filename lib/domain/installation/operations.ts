import "server-only";
import type { Autocommit } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { clean } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { installation } from "@/lib/domain/installation/output";
import { deletion, type passing } from "@/lib/domain/installation/schema";
import { findInstallation, upsertInstallation } from "@/lib/domain/installation/store";
import { deleteExpiredLinks } from "@/lib/domain/mail-links/store";
import { deleteOldMails, deleteSomeMailsOf } from "@/lib/domain/mail/store";
import { deleteOldSessions } from "@/lib/domain/sessions/store";
import { deleteOldSignIns, deleteSomeSignInsOf } from "@/lib/domain/sign-ins/store";
import { deleteExpiredChallenges } from "@/lib/domain/two-factor/challenge";
import { listErasable } from "@/lib/domain/users/store";
import { none, nothing } from "@/lib/isomorphic/fields";
import { env } from "@/lib/runtime/env.mjs";
import { yieldToEventLoop } from "@/lib/runtime/yield";

/**
 * Shows where people log in, and whether email is sent. The operator's shell may not have the server's settings. So the settings of the
 * last started server fill in those that this process does not have.
 */
export const viewInstallation = read({
  permission: "installation.view",
  input: nothing,
  output: installation,
  run: async (auth) => {
    const stored = await findInstallation(auth);
    return {
      origin: env.namesOrigin ? env.origin : (stored?.origin ?? env.origin),
      mail: env.mail !== null || (stored?.mail ?? false),
    };
  },
});

/** Stores this server's settings, for commands in another shell. */
export const saveInstallation = job({
  permission: "installation.keep",
  input: nothing,
  output: none,
  run: async (auth) => {
    await upsertInstallation(auth, { origin: env.origin, mail: env.mail !== null });
    return null;
  },
});

/**
 * Deletes expired rows of one kind. Or deletes the emails and login history of a user who is to be deleted for good: they can be too
 * many for the single transaction of `eraseUser`. These users are the waiting work.
 */
export const runUpkeep = job({
  permission: "installation.upkeep",
  input: deletion,
  output: none,
  waiting: listErasable,
  run: async (auth, input) => {
    if ("over" in input) await deleteInBatches((most) => deleteExpired[input.over](auth, most));
    else {
      await deleteInBatches((most) => deleteSomeMailsOf(auth, input.id, most));
      await deleteInBatches((most) => deleteSomeSignInsOf(auth, input.id, most));
    }
    return null;
  },
});

type Upkeep = Autocommit<"installation.upkeep">;

/** Each function deletes at most `most` rows, and returns how many it deleted. */
const deleteExpired: Record<(typeof passing)[number], (auth: Upkeep, most: number) => Promise<number>> = {
  sessions: deleteOldSessions,
  mails: deleteOldMails,
  "log-ins": deleteOldSignIns,
  links: deleteExpiredLinks,
  challenges: deleteExpiredChallenges,
  limits: (auth, most) => clean(auth, Date.now(), most),
};

/** How many rows a step deletes. Each step is a short transaction, so others can write in between. */
const atOnce = 200;

/** Deletes rows step by step, until a step finds fewer than the maximum. */
async function deleteInBatches(some: (most: number) => Promise<number>): Promise<void> {
  while ((await some(atOnce)) === atOnce) await yieldToEventLoop();
}
