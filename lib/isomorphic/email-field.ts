import * as z from "zod/mini";
import { readAddress } from "@/lib/isomorphic/email-address.mjs";
import { key, longestField } from "@/lib/isomorphic/fields";

/** An email address, in the form in which it is shown: see `readAddress`. */
export const emailAddress = z.pipe(
  // The length comes first, because normalising a long text is slow.
  z.string(key("errors.malformed")).check(z.maxLength(longestField, key("errors.email.long"))),
  z.transform((typed, { issues }) => {
    const address = readAddress(typed);
    if ("shown" in address) return address.shown;
    issues.push({ code: "custom", message: key(`errors.email.${address.wrong}`), input: typed });
    return z.NEVER;
  }),
);
