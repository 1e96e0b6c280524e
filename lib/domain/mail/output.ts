import "server-only";
import * as z from "zod/mini";
import { groupNames, mailStates, problems } from "@/lib/domain/mail/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";

const problem = z.nullable(z.enum(problems));

/** A mail as the list shows it. */
export const email = z.object({
  id: z.string(),
  /** In the reader's language. */
  subject: z.string(),
  recipient: z.string(),
  /** Whom it went to: a login, or the holder's name. */
  to: z.string(),
  state: z.enum(mailStates),
  /** Until when it waits for its turn: see lib/domain/mail/typed.ts. */
  until: z.nullable(z.date()),
  createdAt: z.date(),
});
export type Email = z.output<typeof email>;

/** A page of the list, as `query` asks for it. */
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
  /** Whose mails the reader sees besides their own. */
  seen: z.enum(["own", "users", "all"]),
  /** The search stands for so many people, and there are more; null where it stands for all. */
  cut: z.nullable(z.number()),
});

/** One mail with what it says, in the language that it is written in. */
export const shownEmail = z.extend(email, { language: z.string(), text: z.string(), sentAt: z.nullable(z.date()), problem });

/** The last mail to somebody's address, where it was given up: what it was about, and why. */
export const undelivered = z.object({ id: z.string(), subject: z.string(), problem });
export type Undelivered = z.output<typeof undelivered>;
