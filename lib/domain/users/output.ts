import "server-only";
import * as z from "zod/mini";
import { shownSession } from "@/lib/domain/sessions/output";
import { twoFactorStates, userSorts, userStates } from "@/lib/domain/users/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";
import { privileges, statuses } from "@/lib/policy";

const privilege = z.enum(privileges);

/** A user as the list and the dialogs show them. A moment that never came is null. */
export const user = z.object({
  id: z.string(),
  version: z.number(),
  login: z.string(),
  email: z.string(),
  privilege,
  description: z.string(),
  status: z.enum(statuses),
  createdAt: z.date(),
  lastLoginAt: z.nullable(z.date()),
  passwordChangedAt: z.nullable(z.date()),
  removedAt: z.nullable(z.date()),
  twoFactor: z.boolean(),
  /** The last mail to them was given up: of somebody who is invited, the invitation. */
  undelivered: z.boolean(),
});
export type User = z.output<typeof user>;

/** A page of the list, as `query` asks for it. */
export const usersPage = z.object({
  ...listWays,
  users: z.array(user),
  /** How many match, where a counter knows it. */
  total: z.nullable(z.number()),
  /** How many users the account has, removed ones apart. */
  all: z.number(),
  /** Whether the reader is told what became of mails. */
  told: z.boolean(),
  query: z.object({
    q: z.string(),
    privilege: z.enum(["", ...privileges]),
    status: z.enum(["", ...userStates]),
    "two-factor": z.enum(["", ...twoFactorStates]),
    sort: z.enum(userSorts),
    descending: z.boolean(),
    size: z.literal(pageSizes),
    cursor: z.string(),
  }),
});

/** The open sessions of a user, and how many more there are. */
export const userSessions = z.object({ sessions: z.array(shownSession), more: z.number() });

/** Whom an act was about. */
export const acted = z.object({ login: z.string() });

/** The same, and how many of their sessions ended with it. */
export const actedEnding = z.object({ login: z.string(), ended: z.number() });

/** Until when a mail waits for its turn; null if it leaves at once. */
const until = z.nullable(z.iso.datetime());

/** Whether they were invited, and where to. */
const invited = z.optional(z.object({ email: z.string(), until }));

export const addedUser = z.object({ id: z.string(), login: z.string(), email: z.string(), invited: z.boolean(), until, repeated: z.boolean() });
export const sentLink = z.object({ login: z.string(), email: z.string(), invited: z.boolean(), until });
export const enabledUser = z.object({ login: z.string(), due: z.boolean(), invited });
export const removedUser = z.object({ login: z.string(), ended: z.number(), until: z.iso.datetime() });
export const restoredUser = z.object({ login: z.string(), invited });
