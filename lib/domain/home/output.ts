import "server-only";
import * as z from "zod/mini";
import { activityLine } from "@/lib/domain/activity/output";
import { undelivered } from "@/lib/domain/mail/output";
import { serviceStatuses, serviceTypes } from "@/lib/domain/services/schema";
import { privileges, statuses } from "@/lib/policy";

/** Some of the account's users: how many, and the usernames of the first few. */
const some = { count: z.number(), logins: z.array(z.string()) };

/** The users of an account on Home. */
const usersAtHome = z.object({
  /** By privilege and status, without removed users. */
  counts: z.array(
    z.object({ privilege: z.enum(privileges), status: z.enum(statuses), count: z.number(), twoFactor: z.number() }),
  ),
  neverSignedIn: z.object(some),
  changeDue: z.object(some),
  /** Users whose invitation failed, if the reader can see these emails. `more`: there are more than Steward counts. */
  invitationFailed: z.object({ ...some, more: z.boolean() }),
  /** The Administrators to ask, oldest first. Empty for a reader who manages users. */
  administrators: z.array(z.string()),
});
export type UsersAtHome = z.output<typeof usersAtHome>;

/** The services of an account on Home. */
const servicesAtHome = z.object({
  counts: z.array(z.object({ type: z.enum(serviceTypes), status: z.enum(serviceStatuses), count: z.number() })),
  suspended: z.object({ count: z.number(), names: z.array(z.string()) }),
  /** Services that end soon unless they are renewed, the soonest first. `more`: there are more than Steward counts. */
  expiring: z.object({
    count: z.number(),
    more: z.boolean(),
    first: z.array(z.object({ name: z.string(), lapsesOn: z.string() })),
  }),
});
export type ServicesAtHome = z.output<typeof servicesAtHome>;

export const home = z.object({
  users: usersAtHome,
  services: servicesAtHome,
  undelivered: z.nullable(undelivered),
  /** The newest activity entries. */
  lines: z.array(activityLine),
});
