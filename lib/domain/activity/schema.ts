import * as z from "zod/mini";
import type { FieldChange } from "@/lib/access/audit";
import { isDay } from "@/lib/isomorphic/days";
import { key, rowId } from "@/lib/isomorphic/fields";
import { permissions, policy, rowOf, type Permission } from "@/lib/policy";

/** The permissions that write an entry, by section of the panel, in the order of the policy table. */
export const sections = sectionsOf(
  permissions.filter((permission) => ["change", "job"].includes(rowOf(permission).kind) && !rowOf(permission).unlogged),
);

/** The values of the filter: a section, or one permission in it. */
export const sectionsAndActs = [...sections].flatMap(([section, done]) => [section, ...done]);

export type Section = (typeof policy)[Permission]["area"];

/** The preset periods, in days up to and including today. */
export const periods = ["1", "7", "30", "90"] as const;

/** The query of the activity, held by the URL. */
export type ActivityQuery = {
  /** A part of the name of what was changed. */
  q: string;
  /** Who did it: a username, or any ID. */
  who: string;
  /** Who did it or was changed. */
  person: string;
  /** A section, or one permission in it. */
  section: Section | Permission | "";
  when: (typeof periods)[number] | "between" | "";
  /** Whole days, as in 2026-11-24, in the reader's time zone. */
  from: string;
  to: string;
  cursor: string;
};

export const defaultActivityQuery: ActivityQuery = {
  q: "",
  who: "",
  person: "",
  section: "",
  when: "",
  from: "",
  to: "",
  cursor: "",
};

const longest = { q: 100, who: 255, person: 255, cursor: 512 };

/**
 * Reads the query from the URL. An invalid value gets its default and sets `misread`. Unknown parameters are ignored. A preset
 * period takes precedence over dates that the form also sent.
 */
export function readActivityQuery(params: Record<string, string | string[] | undefined>): {
  query: ActivityQuery;
  misread: boolean;
} {
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
  const among =
    <T extends string>(values: readonly T[]) =>
    (value: string) =>
      values.find((known) => known === value);
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

/** Whether the first day is after the last. Such a period has no entries, and the page must say why. */
export const endsBeforeItBegins = ({ from, to }: ActivityQuery) => from !== "" && to !== "" && from > to;

/** The query as an operation's input. Never refused: parts that mean nothing get their default. */
export const activityQuery = z.pipe(
  z.record(z.string(), z.optional(z.union([z.string(), z.array(z.string())]))),
  z.transform((params) => readActivityQuery(params)),
);

/** A change of a field, as stored in an entry. */
export const fieldChange: z.ZodMiniType<FieldChange> = z.object({
  field: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
});
export const fieldChanges = z.array(fieldChange);

/** An entry, by its number in the account. An invalid number finds nothing. */
export const lineByNumber = z.strictObject({
  seq: z.pipe(
    z.string(key("errors.malformed")),
    z.transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)),
  ),
});

/** An account by digital ID or handle, or the next one after a given account. The command goes through all accounts this way. */
export const accountToVerify = z.strictObject({
  account: z._default(z.string(), ""),
  after: z._default(z.number(), 0),
});

/** A deleted person, and the account whose entries still hold their values. */
export const erasedPerson = z.strictObject({ id: rowId, accountId: z.number() });

function sectionsOf(changes: readonly Permission[]): ReadonlyMap<Section, readonly Permission[]> {
  const by = new Map<Section, Permission[]>();
  for (const permission of changes) {
    const { area } = policy[permission];
    by.set(area, [...(by.get(area) ?? []), permission]);
  }
  return by;
}
