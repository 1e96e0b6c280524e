import "server-only";
import * as z from "zod/mini";
import { signInMethods } from "@/lib/domain/sign-ins/schema";
import { secret } from "@/lib/isomorphic/fields";
import type { Debt } from "@/lib/policy";

/** With what and from where somebody came, in words. */
export const whereabouts = { browser: z.string(), system: z.string(), address: z.string(), place: z.string() };

/** An open session as a list shows it, in plain data: it goes to the browser. */
export const shownSession = z.object({
  id: z.string(),
  method: z.enum(signInMethods),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  ...whereabouts,
});
export type ShownSession = z.output<typeof shownSession>;

/** The token of a session goes into its browser's cookie, and nowhere else. */
export const token = secret(z.string());

/** The marks of the people who came in with a browser, for its other cookie. Null: they are as before. */
export const known = secret(z.nullable(z.string()));

const debt = z.enum(["second-factor", "password", "enrolment"] as const satisfies readonly Debt[]);

/** A session that has just begun. */
export const startedSession = z.object({
  token,
  known: secret(z.string()),
  personId: z.string(),
  /** What it owes before anything else is open to it. */
  owes: z.nullable(debt),
  /** Where they were going. */
  next: z.string(),
  /** The code of their language; empty: as the browser says. */
  language: z.string(),
});
export type StartedSession = z.output<typeof startedSession>;

/** The session goes on under another token. */
export const renewedSession = z.object({ token });

/** The device of a session that ended. */
export const endedSession = z.object({ browser: z.string(), system: z.string(), known });

/** How many others of one's own ended. */
export const endedOthers = z.object({ ended: z.number(), known });
