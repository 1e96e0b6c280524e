import * as z from "zod/mini";
import { readEmail } from "@/lib/isomorphic/email.mjs";
import { key, longestField } from "@/lib/isomorphic/fields";

/** An email address, in the form in which it is shown: see `readEmail`. */
export const emailField = z.pipe(
  // The length comes first, because normalising a long text is slow.
  z.string(key("errors.malformed")).check(z.maxLength(longestField, key("errors.email.long"))),
  z.transform((typed, { issues }) => {
    const email = readEmail(typed);
    if ("shown" in email) return email.shown;
    issues.push({ code: "custom", message: key(`errors.email.${email.error}`), input: typed });
    return z.NEVER;
  }),
);
