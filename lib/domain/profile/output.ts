import "server-only";
import * as z from "zod/mini";
import { undelivered } from "@/lib/domain/mail/output";

/** One's own name and looks, and the last mail to one's address if it was given up. */
export const shownProfile = z.object({
  displayName: z.string(),
  language: z.string(),
  timeZone: z.string(),
  theme: z.string(),
  undelivered: z.nullable(undelivered),
});

/** The language that was chosen, for the browser to keep; left out if none was. */
export const savedProfile = z.object({ language: z.optional(z.string()) });

/** The language that a browser keeps. */
export const chosenLanguage = z.object({ language: z.string() });
