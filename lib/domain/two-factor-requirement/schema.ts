import * as z from "zod/mini";

/** *Require two-factor*: of whom, and after how many days. */
export const requirement = z.strictObject({
  for: z.enum(["writers", "everyone"], "errors.malformed"),
  days: z.pipe(z.string("errors.days").check(z.normalize("NFKC"), z.regex(/^(?:[0-9]|[12][0-9]|30)$/, "errors.days")), z.transform(Number)),
});

/** Whom a requirement would ask. */
export const previewQuery = z.strictObject({ for: z.enum(["", "writers", "everyone"], "errors.malformed") });

/** The account whose people are to be told. */
export const accountToTell = z.strictObject({ accountId: z.number() });
