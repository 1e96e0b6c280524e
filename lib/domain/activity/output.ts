import "server-only";
import * as z from "zod/mini";
import { faults } from "@/lib/access/audit";
import { fieldChange, periods, sectionsAndActs } from "@/lib/domain/activity/schema";

/** What happened once in the account. A name is null where the person was erased, empty where there is none. */
export const activityLine = z.object({
  seq: z.number(),
  at: z.date(),
  /** A permission; in a line of an earlier version perhaps one that the table has no more. */
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

/** A page of the activity, as `query` asks for it. */
export const activityPage = z.object({
  lines: z.array(activityLine),
  previous: z.nullable(z.string()),
  next: z.nullable(z.string()),
  /** Something in the address meant nothing, and was passed over. */
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
  /** Who is asked for, where that is somebody here. */
  who: z.nullable(named),
  person: z.nullable(named),
  /** The search stands for so many names, and there are more; null where it stands for all. */
  cut: z.nullable(z.number()),
});

/** A person whom a line names: by which ID, and what they log in with. */
const personOfLine = z.nullable(z.object({ id: z.string(), signsInAs: z.string() }));

/** A line with its place in the chain. */
export const lineInChain = z.object({
  line: activityLine,
  by: personOfLine,
  subject: personOfLine,
  hash: z.string(),
  /** The hash of the line before; empty at the first line, null where that line is gone. */
  before: z.nullable(z.string()),
  fault: z.nullable(z.enum(["missing", "changed", "emptied"])),
  /** What changed was erased together with a person. */
  erased: z.boolean(),
  newer: z.nullable(z.number()),
  older: z.nullable(z.number()),
});

/** What verifying the chain of an account came to. Null where there is no such account any more. */
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
