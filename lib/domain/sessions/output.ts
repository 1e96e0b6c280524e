import "server-only";
import * as z from "zod/mini";
import { signInMethods } from "@/lib/domain/sign-ins/schema";
import { secret } from "@/lib/isomorphic/fields";
import type { PendingStep } from "@/lib/policy";

/** Device, IP address and place, in words. */
export const loginDetails = { browser: z.string(), system: z.string(), ip: z.string(), place: z.string() };

/** An open session in a list. Plain data, because it goes to the browser. */
export const shownSession = z.object({
  id: z.string(),
  method: z.enum(signInMethods),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  ...loginDetails,
});
export type ShownSession = z.output<typeof shownSession>;

/** The token of a session. It only ever goes into the browser's cookie. */
export const token = secret(z.string());

/** The marks of the people who logged in with a browser, for its other cookie. Null: unchanged. */
export const known = secret(z.nullable(z.string()));

const step = z.enum(["second-factor", "password", "enrolment"] as const satisfies readonly PendingStep[]);

/** A session that has just begun. */
export const startedSession = z.object({
  token,
  known: secret(z.string()),
  personId: z.string(),
  /** The step that comes before anything else. */
  pendingStep: z.nullable(step),
  /** The page they wanted to open. */
  next: z.string(),
  /** The code of their language. Empty: the browser's language. */
  language: z.string(),
});
export type StartedSession = z.output<typeof startedSession>;

/** The session's new token. */
export const renewedSession = z.object({ token });

/** The device of a session that ended. */
export const endedSession = z.object({ browser: z.string(), system: z.string(), known });

/** How many other sessions of the actor ended. */
export const endedOthers = z.object({ ended: z.number(), known });
