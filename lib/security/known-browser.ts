import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limits";

/**
 * A browser keeps, in a cookie that outlives the session, a keyed mark of each person who signed in with it. Wrong
 * tries from such a browser are counted apart, so that a stranger's guessing cannot keep its owner out.
 */

const mostPeople = 5;

/** Whether this person signed in with the browser before. */
export const knows = (known: string, personId: string) => known.split(".").includes(mark(personId));

/** The cookie after this person signed in: theirs first, then the most recent others. */
export function remember(known: string, personId: string): string {
  const others = known.split(".").filter((entry) => /^[\w-]{22}$/.test(entry) && entry !== mark(personId));
  return [mark(personId), ...others].slice(0, mostPeople).join(".");
}

const mark = (personId: string) => limitKey(env.secret, "known browser", personId).slice(0, 22);
