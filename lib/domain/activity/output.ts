import "server-only";
import * as z from "zod/mini";
import { faults } from "@/lib/access/audit";
import { fieldChange, periods, sectionsAndActs } from "@/lib/domain/activity/schema";

/** An activity entry. A name is null if the person was deleted for good, and empty if there is none. */
export const activityLine = z.object({
  seq: z.number(),
  at: z.date(),
  /** A permission. An old entry may have one that no longer exists. */
  permission: z.string(),
  byId: z.string(),
  byName: z.nullable(z.string()),
  byAddress: z.nullable(z.string()),
  subjectId: z.string(),
  subjectName: z.nullable(z.string()),
  changes: z.array(fieldChange),
});
export type ActivityLine = z.output<typeof activityLine>;

/** A person or a service of the account. */
const named = z.object({ id: z.string(), name: z.nullable(z.string()), isService: z.optional(z.literal(true)) });
export type Named = z.output<typeof named>;

/** A page of the activity for `query`. */
export const activityPage = z.object({
  lines: z.array(activityLine),
  previous: z.nullable(z.string()),
  next: z.nullable(z.string()),
  /** Whether a part of the URL was invalid and ignored. */
  misread: z.boolean(),
  query: z.object({
    q: z.string(),
    who: z.string(),
    person: z.string(),
    section: z.enum(["", ...sectionsAndActs]),
    when: z.enum(["", ...periods, "between"]),
    from: z.string(),
    to: z.string(),
    cursor: z.string(),
  }),
  /** The person of the filter, if they exist in the account. */
  who: z.nullable(named),
  person: z.nullable(named),
  /** How many names the search includes if there are more. Null if it includes all. */
  cut: z.nullable(z.number()),
});

/** A person in an entry: what to filter by, and their ID for logging in. */
const personOfLine = z.nullable(z.object({ id: z.string(), signsInAs: z.string() }));

/** An entry with its place in the chain. */
export const lineInChain = z.object({
  line: activityLine,
  by: personOfLine,
  subject: personOfLine,
  hash: z.string(),
  /** The hash of the previous entry. Empty for the first entry, null if the previous one is missing. */
  before: z.nullable(z.string()),
  fault: z.nullable(z.enum(["missing", "changed", "emptied"])),
  /** Whether the changes were erased with a person. */
  erased: z.boolean(),
  newer: z.nullable(z.number()),
  older: z.nullable(z.number()),
});

/** The result of verifying an account's chain. Null if there is no further account. */
export const verifiedAccount = z.nullable(
  z.object({
    id: z.number(),
    digitalId: z.string(),
    handle: z.string(),
    verdict: z.union([
      z.object({ lines: z.number(), brokenAt: z.null() }),
      z.object({ lines: z.number(), brokenAt: z.number(), fault: z.enum(faults) }),
    ]),
  }),
);
