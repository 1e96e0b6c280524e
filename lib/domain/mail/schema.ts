import * as z from "zod/mini";
import { addressParams, key } from "@/lib/isomorphic/fields";
import { readListQuery, type ListQuery, type Params } from "@/lib/isomorphic/list-query";

/** Every mail that there is, by what it is about: what each says stands in the messages under `mail.kinds`. */
export const mailGroups = {
  password: ["reset", "reset-by-administrator", "activation", "activated", "password-changed", "password-set"],
  address: ["sign-up", "address-taken", "confirm-address", "address-changing", "address-changed", "address-confirmed", "address-taken-back", "address-set"],
  "two-factor": ["enrol", "factor-added", "factor-removed", "factors-doubted", "codes-made", "codes-low", "two-factor-reset", "two-factor-required", "two-factor-released"],
  access: ["new-device", "wrong-codes", "disabled", "enabled", "privilege-changed", "sessions-ended"],
} as const;

export type MailGroup = keyof typeof mailGroups;
export type MailKind = (typeof mailGroups)[MailGroup][number];

export const groupNames = Object.keys(mailGroups) as MailGroup[];
export const mailKinds: readonly MailKind[] = groupNames.flatMap((group): readonly MailKind[] => mailGroups[group]);

/** The mails that hold a link. Each is written with its link, the others without. */
export const linkKinds = ["reset", "reset-by-administrator", "activation", "sign-up", "confirm-address", "address-changed", "enrol"] as const;

export type LinkKind = (typeof linkKinds)[number];

/**
 * What a mail tells besides its text, each on a line of its own, in this order, where it is given. `id` and `ids` are
 * what people log in with, several one a line; `before` and `after` are privileges; `when` and `from` are moments
 * (ISO), shown in the time zone of `zone`. Never a secret.
 */
export const facts = ["id", "ids", "account", "who", "name", "device", "address", "place", "newAddress", "before", "after", "left", "from", "when"] as const;

export type Fact = (typeof facts)[number];
export type MailParams = { readonly [name in Fact | "zone"]?: string | number };

export const mailStates = ["waiting", "sent", "failed", "void"] as const;
export type MailState = (typeof mailStates)[number];

/** Why a mail is late or did not leave, as it is kept before the code that the mail server gave. */
export const problems = ["unreachable", "tls", "login", "busy", "refused", "unsure", "sealed", "unmade", "address"] as const;
export type Problem = (typeof problems)[number];

/** What *Emails received* shows, as it stands in the address. */
export type EmailsQuery = ListQuery<"sent"> & { about: MailGroup | "" };

export const defaultEmailsQuery: EmailsQuery = { q: "", about: "", sort: "sent", descending: true, size: 25, cursor: "" };

/** Reads the address's query: see `readListQuery`. */
export const readEmailsQuery = (params: Params) =>
  readListQuery(params, ["sent"], defaultEmailsQuery, (filter) => ({ about: filter("about", groupNames) }));

/** The query of an address as an operation's input: it is never refused, only read as far as it means something. */
export const emailsQuery = z.pipe(addressParams, z.transform(readEmailsQuery));

/** One mail, by the id in its address. What is no id names none. */
export const emailById = z.strictObject({
  id: z.pipe(z.string(key("errors.malformed")), z.transform((text) => (/^[\w-]{1,64}$/.test(text) ? text : ""))),
});
