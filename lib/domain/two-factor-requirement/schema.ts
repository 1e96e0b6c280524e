import * as z from "zod/mini";
import { key } from "@/lib/isomorphic/fields";

/** *Require two-factor*: for whom, and after how many days. */
export const requirement = z.strictObject({
  for: z.enum(["writers", "everyone"], key("errors.malformed")),
  days: z.pipe(
    z.string(key("errors.days")).check(z.normalize("NFKC"), z.regex(/^(?:[0-9]|[12][0-9]|30)$/, key("errors.days"))),
    z.transform(Number),
  ),
});

/** The requirement to preview. */
export const previewQuery = z.strictObject({ for: z.enum(["", "writers", "everyone"], key("errors.malformed")) });

/** The account whose people to notify, by its id as text. */
export const accountToNotify = z.strictObject({
  id: z.pipe(
    z.string(key("errors.malformed")).check(z.regex(/^\d{1,10}$/, key("errors.malformed"))),
    z.transform(Number),
  ),
});
