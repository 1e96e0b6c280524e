import "server-only";
import * as z from "zod/mini";
import { undelivered } from "@/lib/domain/mail/output";

/** The user's own profile, and the last email to their address if it failed. */
export const shownProfile = z.object({
  displayName: z.string(),
  language: z.string(),
  timeZone: z.string(),
  theme: z.string(),
  undelivered: z.nullable(undelivered),
});

/** The chosen language, for the browser to store. Missing if none was chosen. */
export const savedProfile = z.object({ language: z.optional(z.string()) });

/** The language that the browser stores. */
export const chosenLanguage = z.object({ language: z.string() });
