import "server-only";
import * as z from "zod/mini";
import { requirements } from "@/lib/access/two-factor-requirement";

const whom = z.enum(requirements);

/** Whom a requirement would cover: how many have two-factor authentication, and who does not. */
const protection = z.object({
  asked: whom,
  on: z.number(),
  off: z.number(),
  /** Whether the account holder has none. */
  holderOff: z.boolean(),
  /** The usernames of a few who have none. */
  logins: z.array(z.string()),
  /** How many people have an open session, and would have to set it up at once. `more`: there may be more. */
  atOnce: z.number(),
  more: z.boolean(),
});
export type Protection = z.output<typeof protection>;

/** The account's requirement. */
export const shownRequirement = z.object({
  twoFactorFor: whom,
  twoFactorFrom: z.date(),
  /** Whether email works, a condition for the requirement. */
  ready: z.boolean(),
  preview: z.nullable(protection),
});

/** When the requirement starts. */
export const begun = z.object({ from: z.iso.datetime() });

/** The address of an email, and until when it waits. Null: sent at once. */
export const askedMail = z.object({ email: z.string(), until: z.nullable(z.iso.datetime()) });
