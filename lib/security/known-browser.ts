import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * A browser keeps a keyed mark of each person who logged in with it, in a cookie that outlives the session. Wrong attempts from such a
 * browser count separately, so that a stranger's guesses cannot keep the owner out. The mark includes the person's salt. A new salt
 * (lib/domain/sessions/store.ts) makes all earlier marks invalid.
 */

const mostPeople = 5;

export type Marked = { id: string; browserSalt: string };

/** Whether this person logged in with the browser before, and the mark is still valid. */
export const knows = (known: string, person: Marked) => known.split(".").includes(mark(person));

/** The cookie after this person logs in: their new mark first, without their older one, then the most recent marks of others. */
export function remember(known: string, person: Marked): string {
  const others = known.split(".").filter((entry) => /^[\w-]{30}$/.test(entry) && !entry.startsWith(whose(person)));
  return [mark(person), ...others].slice(0, mostPeople).join(".");
}

const mark = (person: Marked) =>
  whose(person) + limitKey(env.secret, "known browser", `${person.id}\0${person.browserSalt}`).slice(0, 22);

const whose = ({ id }: Marked) => limitKey(env.secret, "known browser of", id).slice(0, 8);
