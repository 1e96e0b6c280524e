import "server-only";
import { isMember } from "@/lib/access/actor";
import { appendLines, type Line } from "@/lib/access/audit";
import type { Locked } from "@/lib/access/authorize";
import { consumeLimitInside } from "@/lib/access/limits";
import { refuse, type Refusal } from "@/lib/isomorphic/result";
import { rowOf } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/** Counts a change and appends its activity entries. */
export async function recordEntries(auth: Locked, lines: readonly Line[]): Promise<void> {
  const [first] = lines;
  if (first) await countChange(auth, first);
  await appendLines(auth, lines);
}

const anHour = 3_600_000;

/**
 * Limits the changes of a person per hour, so that nobody floods the activity. Changes at login count per person and network:
 * an attacker who knows the password cannot use up the limit of the real user elsewhere.
 */
async function countChange(auth: Locked, { by }: Line): Promise<void> {
  const { actor, permission, now } = auth;
  if (rowOf(permission).unlimited || actor.principal.kind === "operator" || actor.principal.kind === "program") return;
  const who = isMember(actor) ? actor.principal.personId : `${by?.id} ${currentRequest().network}`;
  const turn = await consumeLimitInside(
    auth,
    { key: limitKey(env.secret, "changes", who), limit: env.changesPerPerson, window: anHour },
    now.getTime(),
  );
  if (!turn.admitted)
    throw new Refused(
      refuse("too_many", "errors.changes", { minutes: Math.ceil((turn.retryAt - now.getTime()) / 60_000) }),
    );
}

/** Thrown to roll back a transaction. Carries the refusal out of it. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super("refused");
  }
}
