import * as z from "zod/mini";
import { readAddress } from "@/lib/isomorphic/email-address.mjs";
import { key, longestField } from "@/lib/isomorphic/fields";

/** One e-mail address, in the form in which it is shown: see `readAddress`. */
export const emailAddress = z.pipe(
  // Its length is judged first: normalising is dear.
  z.string(key("errors.malformed")).check(z.maxLength(longestField, key("errors.email.long"))),
  z.transform((typed, { issues }) => {
    const address = readAddress(typed);
    if ("shown" in address) return address.shown;
    issues.push({ code: "custom", message: key(`errors.email.${address.wrong}`), input: typed });
    return z.NEVER;
  }),
);
