import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { isFoundBy, searchFold } from "@/lib/isomorphic/identifiers";

/** Hits of the lists' searches. */
export type Hits = { users: UserRow[]; services: FoundService[] };

export const noHits: Hits = { users: [], services: [] };

/** Keeps the earlier hits that a search for these words would find too. Some may be missing, but none is wrong. */
export function narrowed({ users, services }: Hits, words: string): Hits {
  const word = searchFold(words.trim());
  const isFound = (name: string, ...more: string[]) =>
    isFoundBy(word, searchFold(name), () => searchFold([name, ...more].join("\n")));
  return {
    users: users.filter(({ login, email, description }) => isFound(login, email, description)),
    services: services.filter(({ name, reference }) => isFound(name, reference)),
  };
}

/**
 * The option with this id, or the first before any was selected. Undefined if the option has gone: Enter must not choose the one that took
 * its place.
 */
export const selectedOf = <Option extends { id: string }>(
  options: readonly Option[],
  id: string | null,
): Option | undefined => (id === null ? options[0] : options.find((option) => option.id === id));

/** The next option for a key, starting at the first or last. Undefined for other keys and for an empty list. */
export function nextOf<Option>(
  options: readonly Option[],
  selected: Option | undefined,
  key: string,
): Option | undefined {
  const [at, last] = [selected ? options.indexOf(selected) : -1, options.length - 1];
  const next = {
    ArrowDown: at >= last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    PageDown: Math.min(last, at + page),
    PageUp: Math.max(0, at - page),
  }[key];
  return next === undefined ? undefined : options[next];
}

const page = 6;
