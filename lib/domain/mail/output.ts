import "server-only";
import * as z from "zod/mini";
import { groupNames, mailStates, problems } from "@/lib/domain/mail/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";

const problem = z.nullable(z.enum(problems));

/** An email in the list. */
export const email = z.object({
  id: z.string(),
  /** In the reader's language. */
  subject: z.string(),
  recipient: z.string(),
  /** The recipient: a username, or the account holder's name. */
  to: z.string(),
  state: z.enum(mailStates),
  /** Until when it waits for its turn: see lib/domain/mail/rate-limit.ts. */
  until: z.nullable(z.date()),
  createdAt: z.date(),
});
export type Email = z.output<typeof email>;

/** A page of the list for `query`. */
export const emailsPage = z.object({
  ...listWays,
  emails: z.array(email),
  query: z.object({
    q: z.string(),
    about: z.enum(["", ...groupNames]),
    sort: z.literal("sent"),
    descending: z.boolean(),
    size: z.literal(pageSizes),
    cursor: z.string(),
  }),
  /** Whose emails the reader can see. */
  seen: z.enum(["own", "users", "all"]),
  /** How many people the search includes if there are more. Null if it includes all. */
  cut: z.nullable(z.number()),
});

/** An email with its text, in the language that it was written in. */
export const shownEmail = z.extend(email, {
  language: z.string(),
  text: z.string(),
  sentAt: z.nullable(z.date()),
  problem,
});

/** The last email to a person's address, if it failed: subject and reason. */
export const undelivered = z.object({ id: z.string(), subject: z.string(), problem });
export type Undelivered = z.output<typeof undelivered>;
