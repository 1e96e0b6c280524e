import "server-only";
import * as z from "zod/mini";
import { requirements } from "@/lib/access/two-factor-requirement";

const whom = z.enum(requirements);

/** Whom a requirement would ask: how many of those have two-factor, and who not. */
const protection = z.object({
  asked: whom,
  on: z.number(),
  off: z.number(),
  /** The holder has none. */
  holderOff: z.boolean(),
  /** The logins of a few who have none. */
  logins: z.array(z.string()),
  /** Who would be asked at once: those with an open session. `more`: there may be more of them. */
  atOnce: z.number(),
  more: z.boolean(),
});
export type Protection = z.output<typeof protection>;

/** What an account requires. */
export const shownRequirement = z.object({
  twoFactorFor: whom,
  twoFactorFrom: z.date(),
  /** Mail was delivered, so it can be required. */
  ready: z.boolean(),
  preview: z.nullable(protection),
});

/** From when on it is required. */
export const begun = z.object({ from: z.iso.datetime() });

/** Where a mail went, and until when it waits; null if it leaves at once. */
export const askedMail = z.object({ email: z.string(), until: z.nullable(z.iso.datetime()) });
