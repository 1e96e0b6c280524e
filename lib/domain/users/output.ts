import "server-only";
import * as z from "zod/mini";
import { shownSession } from "@/lib/domain/sessions/output";
import { twoFactorStates, userSorts, userStates } from "@/lib/domain/users/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";
import { privileges, statuses } from "@/lib/policy";

const privilege = z.enum(privileges);

/** A user as the list and the dialogs show them. A time is null if the event never happened. */
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
  /** Whether the last email to them failed. For an invited user, the invitation. */
  undelivered: z.boolean(),
});
export type User = z.output<typeof user>;

/** A page of the list for `query`. */
export const usersPage = z.object({
  ...listWays,
  users: z.array(user),
  /** How many users match, or null if no counter covers the query. */
  total: z.nullable(z.number()),
  /** Whether the reader can see the delivery of emails. */
  seesDelivery: z.boolean(),
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

/** The open sessions of a user, and the number of further ones. */
export const userSessions = z.object({ sessions: z.array(shownSession), more: z.number() });

/** The username of the user who was changed. */
export const userActionResult = z.object({ login: z.string() });

/** The username of the user who was changed, and how many of their sessions ended. */
export const userActionEndingSessions = z.object({ login: z.string(), ended: z.number() });

/** Until when an email waits for its turn. Null: sent at once. */
const until = z.nullable(z.iso.datetime());

/** Present if the user was invited: the address of the email. */
const invited = z.optional(z.object({ email: z.string(), until }));

export const addedUser = z.object({
  id: z.string(),
  login: z.string(),
  email: z.string(),
  invited: z.boolean(),
  until,
  repeated: z.boolean(),
});
export const sentLink = z.object({ login: z.string(), email: z.string(), invited: z.boolean(), until });
export const enabledUser = z.object({ login: z.string(), due: z.boolean(), invited });
export const removedUser = z.object({ login: z.string(), ended: z.number(), until: z.iso.datetime() });
export const restoredUser = z.object({ login: z.string(), invited });
