import * as z from "zod/mini";
import type { FieldChange } from "@/lib/access/audit";
import { isDay } from "@/lib/isomorphic/days";
import { key, rowId } from "@/lib/isomorphic/fields";
import { permissions, policy, rowOf, type Permission } from "@/lib/policy";

/** What leaves a line, by the sections of the panel, in the table's order. */
export const sections = sectionsOf(permissions.filter((permission) => ["change", "job"].includes(rowOf(permission).kind) && !rowOf(permission).untold));

/** What the filter can be set to: a section, or one thing done in it. */
export const sectionsAndActs = [...sections].flatMap(([section, done]) => [section, ...done]);

export type Section = (typeof policy)[Permission]["area"];

/** The days that a period of the list can have until today, today included. */
export const periods = ["1", "7", "30", "90"] as const;

/** What the activity shows, as it stands in the address. */
export type ActivityQuery = {
  /** A part of the name of what was touched. */
  q: string;
  /** Who did it: a login, or whatever they sign in with. */
  who: string;
  /** Who did it or was touched, either. */
  person: string;
  /** A section, or one thing done in it. */
  section: Section | Permission | "";
  when: (typeof periods)[number] | "between" | "";
  /** Whole days, as in 2026-11-24, in the reader's time zone. */
  from: string;
  to: string;
  cursor: string;
};

export const defaultActivityQuery: ActivityQuery = { q: "", who: "", person: "", section: "", when: "", from: "", to: "", cursor: "" };

const longest = { q: 100, who: 255, person: 255, cursor: 512 };

/**
 * Reads the address's query. A value that means nothing falls back to its default, and `misread` says so; what the
 * list does not know is ignored. A preset goes before dates that a form sent along.
 */
export function readActivityQuery(params: Record<string, string | string[] | undefined>): { query: ActivityQuery; misread: boolean } {
  let misread = false;
  const one = <T extends string>(name: keyof ActivityQuery, meaning: (value: string) => T | undefined): T | "" => {
    const value = params[name];
    if (value === undefined || value === "") return "";
    const read = typeof value === "string" ? meaning(value) : undefined;
    if (read === undefined) misread = true;
    return read ?? "";
  };
  const text = (name: keyof typeof longest) => (value: string) =>
    /^[^\p{Cc}\p{Cs}]*$/u.test(value) && value.length <= longest[name] ? value.trim() : undefined;
  const among = <T extends string>(values: readonly T[]) => (value: string) => values.find((known) => known === value);
  const query: ActivityQuery = {
    q: one("q", text("q")),
    who: one("who", text("who")),
    person: one("person", text("person")),
    section: one("section", among(sectionsAndActs)),
    when: one("when", among([...periods, "between"])),
    from: one("from", (value) => (isDay(value) ? value : undefined)),
    to: one("to", (value) => (isDay(value) ? value : undefined)),
    cursor: one("cursor", text("cursor")),
  };
  if (query.when !== "" && query.when !== "between") Object.assign(query, { from: "", to: "" });
  if (query.from || query.to) query.when = "between";
  return { query, misread };
}

/** Its first day is after its last: no line is in such a period, and whoever typed it has to be told. */
export const endsBeforeItBegins = ({ from, to }: ActivityQuery) => from !== "" && to !== "" && from > to;

/** The query of an address as an operation's input: it is never refused, only read as far as it means something. */
export const activityQuery = z.pipe(
  z.record(z.string(), z.optional(z.union([z.string(), z.array(z.string())]))),
  z.transform((params) => readActivityQuery(params)),
);

/** What changed, as a line keeps it. */
export const fieldChange: z.ZodMiniType<FieldChange> = z.object({ field: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) });
export const fieldChanges = z.array(fieldChange);

/** One line, by its number in the account. What is no number names none. */
export const lineByNumber = z.strictObject({
  seq: z.pipe(z.string(key("errors.malformed")), z.transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0))),
});

/** An account by its digital ID or handle, or the one that was made next after another; the command walks them so. */
export const accountToVerify = z.strictObject({ account: z._default(z.string(), ""), after: z._default(z.number(), 0) });

/** Somebody who was erased, and the account whose lines still tell of them. */
export const erasedPerson = z.strictObject({ id: rowId, accountId: z.number() });

function sectionsOf(changes: readonly Permission[]): ReadonlyMap<Section, readonly Permission[]> {
  const by = new Map<Section, Permission[]>();
  for (const permission of changes) {
    const { area } = policy[permission];
    by.set(area, [...(by.get(area) ?? []), permission]);
  }
  return by;
}
