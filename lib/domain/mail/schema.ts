import * as z from "zod/mini";
import { key, queryParams } from "@/lib/isomorphic/fields";
import type { ListQuery } from "@/lib/isomorphic/list-query";
import { readListQuery, type Params } from "@/lib/isomorphic/read-list-query";

/** All kinds of email, by topic. Their texts are in the messages under `mail.kinds`. */
export const mailGroups = {
  password: ["reset", "reset-by-administrator", "activation", "activated", "password-changed", "password-set"],
  address: [
    "sign-up",
    "address-taken",
    "confirm-address",
    "address-changing",
    "address-changed",
    "address-confirmed",
    "address-taken-back",
    "address-set",
  ],
  "two-factor": [
    "enrol",
    "factor-added",
    "factor-removed",
    "factors-doubted",
    "codes-made",
    "codes-low",
    "two-factor-reset",
    "two-factor-required",
    "two-factor-released",
  ],
  access: ["new-device", "wrong-codes", "disabled", "enabled", "privilege-changed", "sessions-ended"],
} as const;

export type MailGroup = keyof typeof mailGroups;
export type MailKind = (typeof mailGroups)[MailGroup][number];

export const groupNames = Object.keys(mailGroups) as MailGroup[];
export const mailKinds: readonly MailKind[] = groupNames.flatMap((group): readonly MailKind[] => mailGroups[group]);

/** The kinds of email that contain a link. */
export const linkKinds = [
  "reset",
  "reset-by-administrator",
  "activation",
  "sign-up",
  "confirm-address",
  "address-changed",
  "enrol",
] as const;

export type LinkKind = (typeof linkKinds)[number];

/**
 * The facts that an email lists below its text, one per line, in this order, if given. `id` and `ids` are IDs to log in with; `ids`
 * holds one per line. `before` and `after` are privileges. `when` and `from` are times (ISO), shown in the time zone `zone`. Never
 * a secret.
 */
export const facts = [
  "id",
  "ids",
  "account",
  "who",
  "name",
  "device",
  "address",
  "place",
  "newAddress",
  "before",
  "after",
  "left",
  "from",
  "when",
] as const;

export type Fact = (typeof facts)[number];
export type MailParams = { readonly [name in Fact | "zone"]?: string | number };

export const mailStates = ["waiting", "sent", "failed", "void"] as const;
export type MailState = (typeof mailStates)[number];

/** Why an email is late or failed. Stored in front of the mail server's code. */
export const problems = [
  "unreachable",
  "tls",
  "login",
  "busy",
  "refused",
  "unsure",
  "sealed",
  "unmade",
  "address",
] as const;
export type Problem = (typeof problems)[number];

/** The query of *Emails received*, held by the URL. */
export type EmailsQuery = ListQuery<"sent"> & { about: MailGroup | "" };

export const defaultEmailsQuery: EmailsQuery = {
  q: "",
  about: "",
  sort: "sent",
  descending: true,
  size: 25,
  cursor: "",
};

/** Reads the query from the URL: see `readListQuery`. */
export const readEmailsQuery = (params: Params) =>
  readListQuery(params, ["sent"], defaultEmailsQuery, (filter) => ({ about: filter("about", groupNames) }));

/** The query as an operation's input. Never refused: parts that mean nothing get their default. */
export const emailsQuery = z.pipe(queryParams, z.transform(readEmailsQuery));

/** An email, by the id in the URL. An invalid id finds nothing. */
export const emailById = z.strictObject({
  id: z.pipe(
    z.string(key("errors.malformed")),
    z.transform((text) => (/^[\w-]{1,64}$/.test(text) ? text : "")),
  ),
});
