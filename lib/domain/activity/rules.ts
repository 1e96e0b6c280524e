import "server-only";
import { sections, type ActivityQuery, type Section } from "@/lib/domain/activity/schema";
import { beginningOf, dayIn, daysAfter } from "@/lib/isomorphic/days";
import type { Permission } from "@/lib/policy";

/** The permissions of the filter's section, or the one permission. Null if the filter is not set. */
export function permissionsOf(section: ActivityQuery["section"]): readonly Permission[] | null {
  if (section === "") return null;
  return sections.get(section as Section) ?? [section as Permission];
}

/** The start (inclusive) and end (exclusive) of the period, by days in the reader's time zone. Null stands for no limit. */
export function periodOf(
  { when, from, to }: ActivityQuery,
  zone: string,
  now: Date,
): { since: Date | null; until: Date | null } {
  if (when === "") return { since: null, until: null };
  if (when === "between") {
    return { since: from ? beginningOf(from, zone) : null, until: to ? beginningOf(daysAfter(to, 1), zone) : null };
  }
  return { since: beginningOf(daysAfter(dayIn(zone, now), 1 - Number(when)), zone), until: null };
}
