import "server-only";
import { env } from "@/lib/runtime/env.mjs";
import { limitKey } from "@/lib/security/limit-key";

/**
 * A browser keeps, in a cookie that outlives the session, a keyed mark of each person who signed in with it. Wrong
 * tries from such a browser are counted apart, so that a stranger's guessing cannot keep its owner out. The person's
 * salt is a part of their marks: with another one (lib/domain/sessions/store.ts) all marks of before are worth nothing.
 */

const mostPeople = 5;

export type Marked = { id: string; browserSalt: string };

/** Whether this person signed in with the browser before, and nothing has ended its mark since. */
export const knows = (known: string, person: Marked) => known.split(".").includes(mark(person));

/** The cookie after this person signed in: theirs first, in place of an older one of theirs, then the most recent others. */
export function remember(known: string, person: Marked): string {
  const others = known.split(".").filter((entry) => /^[\w-]{30}$/.test(entry) && !entry.startsWith(whose(person)));
  return [mark(person), ...others].slice(0, mostPeople).join(".");
}

const mark = (person: Marked) => whose(person) + limitKey(env.secret, "known browser", `${person.id}\0${person.browserSalt}`).slice(0, 22);

const whose = ({ id }: Marked) => limitKey(env.secret, "known browser of", id).slice(0, 8);
