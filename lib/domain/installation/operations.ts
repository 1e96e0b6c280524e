import "server-only";
import type { Lasting } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { clean } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { installation } from "@/lib/domain/installation/output";
import { forgotten, type passing } from "@/lib/domain/installation/schema";
import { findInstallation, putInstallation } from "@/lib/domain/installation/store";
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
 * Where people log in, and whether mail leaves. What this process was told goes before what the server that started last
 * said: the operator's shell need not have the server's settings.
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

/** Keeps what this server says of itself, for whoever asks from another shell. */
export const keepInstallation = job({
  permission: "installation.keep",
  input: nothing,
  output: none,
  run: async (auth) => {
    await putInstallation(auth, { origin: env.origin, mail: env.mail !== null });
    return null;
  },
});

/**
 * Forgets what is over, of one kind. Of a removed user who is to be erased it forgets mails and log-ins, which may be too many for the
 * one transaction of `eraseUser`. Those users wait for it.
 */
export const keepUp = job({
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

/** Each forgets so many rows at most, and tells how many it forgot. */
const forgetting: Record<(typeof passing)[number], (auth: Upkeep, most: number) => Promise<number>> = {
  sessions: forgetOldSessions,
  mails: forgetOldMails,
  "log-ins": forgetOldSignIns,
  links: forgetOldLinks,
  challenges: forgetChallenges,
  limits: (auth, most) => clean(auth, Date.now(), most),
};

/** Rows of one step. A step is a short transaction, and between two of them whoever waits gets a turn. */
const atOnce = 200;

/** Forgets some rows after others, as long as a step finds its fill of them. */
async function forgetAll(some: (most: number) => Promise<number>): Promise<void> {
  while ((await some(atOnce)) === atOnce) await breath();
}
