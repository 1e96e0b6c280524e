import "server-only";
import type { Lasting } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { clean } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { installation } from "@/lib/domain/installation/output";
import { forgotten, type passing } from "@/lib/domain/installation/schema";
import { findInstallation, upsertInstallation } from "@/lib/domain/installation/store";
import { forgetOldLinks } from "@/lib/domain/mail-links/store";
import { forgetMailsOf, forgetOldMails } from "@/lib/domain/mail/store";
import { forgetOldSessions } from "@/lib/domain/sessions/store";
import { forgetOldSignIns, forgetSignInsOf } from "@/lib/domain/sign-ins/store";
import { forgetChallenges } from "@/lib/domain/two-factor/challenge";
import { listErasable } from "@/lib/domain/users/store";
import { none, nothing } from "@/lib/isomorphic/fields";
import { breath } from "@/lib/runtime/breath";
import { env } from "@/lib/runtime/env.mjs";

/**
 * Shows where people log in, and whether email is sent. The operator's shell may not have the server's settings. So the settings of the
 * last started server fill in those that this process does not have.
 */
export const viewInstallation = read({
  permission: "installation.view",
  input: nothing,
  output: installation,
  run: async (auth) => {
    const kept = await findInstallation(auth);
    return {
      origin: env.namesOrigin ? env.origin : (kept?.origin ?? env.origin),
      mail: env.mail !== null || (kept?.mail ?? false),
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
  input: forgotten,
  output: none,
  waiting: listErasable,
  run: async (auth, input) => {
    if ("over" in input) await forgetAll((most) => forgetting[input.over](auth, most));
    else {
      await forgetAll((most) => forgetMailsOf(auth, input.id, most));
      await forgetAll((most) => forgetSignInsOf(auth, input.id, most));
    }
    return null;
  },
});

type Upkeep = Lasting<"installation.upkeep">;

/** Each function deletes at most `most` rows, and returns how many it deleted. */
const forgetting: Record<(typeof passing)[number], (auth: Upkeep, most: number) => Promise<number>> = {
  sessions: forgetOldSessions,
  mails: forgetOldMails,
  "log-ins": forgetOldSignIns,
  links: forgetOldLinks,
  challenges: forgetChallenges,
  limits: (auth, most) => clean(auth, Date.now(), most),
};

/** How many rows a step deletes. Each step is a short transaction, so others can write in between. */
const atOnce = 200;

/** Deletes rows step by step, until a step finds fewer than the maximum. */
async function forgetAll(some: (most: number) => Promise<number>): Promise<void> {
  while ((await some(atOnce)) === atOnce) await breath();
}
