import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { isFoundBy, searchFold } from "@/lib/isomorphic/identifiers";

/** What the searches of the lists found. */
export type Hits = { users: UserRow[]; services: FoundService[] };

export const noHits: Hits = { users: [], services: [] };

/** Of the hits of other words, those that a search for these words finds too. They may not be all, but none is wrong. */
export function narrowed({ users, services }: Hits, words: string): Hits {
  const word = searchFold(words.trim());
  const isFound = (name: string, ...more: string[]) => isFoundBy(word, searchFold(name), () => searchFold([name, ...more].join("\n")));
  return {
    users: users.filter(({ login, email, description }) => isFound(login, email, description)),
    services: services.filter(({ name, reference }) => isFound(name, reference)),
  };
}

/**
 * The option with this id; before any was selected, the first. Where it went meanwhile, none is: Enter must not take what stands in its
 * place by now.
 */
export const selectedOf = <Option extends { id: string }>(options: readonly Option[], id: string | null): Option | undefined =>
  id === null ? options[0] : options.find((option) => option.id === id);

/** Where the selection goes by a key, from none to the first or last; undefined for every other key, and where there is nothing. */
export function nextOf<Option>(options: readonly Option[], selected: Option | undefined, key: string): Option | undefined {
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
