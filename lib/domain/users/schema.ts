import * as z from "zod/mini";
import { chosenPasswords, password } from "@/lib/domain/passwords/schema";
import { emailAddress } from "@/lib/isomorphic/email-field";
import { addressParams, key, recordVersion, rowId, secret, text, tick } from "@/lib/isomorphic/fields";
import { loginLength, loginRule } from "@/lib/isomorphic/identifiers";
import { readListQuery, type ListQuery, type Params } from "@/lib/isomorphic/list-query";
import { privileges, type Status } from "@/lib/policy";

const login = z
  .string(key("errors.malformed"))
  .check(
    z.trim(),
    z.minLength(1, key("errors.login.required")),
    z.maxLength(loginLength, key("errors.login.long")),
    z.regex(loginRule, key("errors.login.characters")),
  );
const privilege = z.enum(privileges, key("errors.privilege"));
const description = z._default(text(255), "");

/** *Add a user*: with a password, or with an activation link by mail, by which they choose their own. */
export const newUser = z
  .strictObject({
    login,
    email: emailAddress,
    password: secret(z._default(z.string(key("errors.password.required")).check(z.normalize("NFC")), "").register(chosenPasswords, { chosen: true })),
    privilege,
    description,
    mustChange: tick,
    invite: tick,
  })
  .check(
    z.refine<{ password: string; invite: boolean }>((user) => faultOf(user) === undefined, {
      path: ["password"],
      error: ({ input }) => faultOf(input as { password: string; invite: boolean }),
      // Beside whatever else is wrong: each field gets its sentence at once.
      when: ({ value }) => typeof value === "object" && value !== null,
    }),
  );

const faultOf = (user: { password: string; invite: boolean }) =>
  user.invite ? undefined : password.safeParse(user.password).error?.issues[0]?.message;

/** *Edit*: the version is the one that the form was opened on. */
export const userEdit = z.strictObject({ id: rowId, version: recordVersion, email: emailAddress, privilege, description });

/** A user, named by the id in the list. */
export const userById = z.strictObject({ id: rowId });

/** *Sessions*: all of a user's, or the one that is named. */
export const sessionsEnd = z.strictObject({ id: rowId, session: z.optional(rowId) });

/** *Remove*: `login` is typed where an Administrator is removed. */
export const userRemoval = z.strictObject({ id: rowId, login: z._default(z.string(key("errors.malformed")), "") });

/** *Set a new password*. */
export const userPassword = z.strictObject({ id: rowId, password });

/** What the list can be narrowed to: a status, those of the invited whose invitation was given up, or those who may log in and never did. */
export const userStates = ["enabled", "invited", "invitation-failed", "change-due", "never-signed-in", "disabled", "removed"] as const satisfies (
  | Status
  | "invitation-failed"
  | "never-signed-in"
)[];

export const userSorts = ["created", "username", "last-login"] as const;

/** What the list of users shows, as it stands in the address. */
export type UsersQuery = ListQuery<(typeof userSorts)[number]> & {
  privilege: (typeof privileges)[number] | "";
  status: (typeof userStates)[number] | "";
  "two-factor": (typeof twoFactorStates)[number] | "";
};

/** Whether somebody has a second factor. */
export const twoFactorStates = ["on", "off"] as const;

export const defaultUsersQuery: UsersQuery = {
  q: "",
  privilege: "",
  status: "",
  "two-factor": "",
  sort: "created",
  descending: true,
  size: 25,
  cursor: "",
};

/** Reads the address's query: see `readListQuery`. */
export const readUsersQuery = (params: Params) =>
  readListQuery(params, userSorts, defaultUsersQuery, (filter) => ({
    privilege: filter("privilege", privileges),
    status: filter("status", userStates),
    "two-factor": filter("two-factor", twoFactorStates),
  }));

/** The query of an address as an operation's input: it is never refused, only read as far as it means something. */
export const usersQuery = z.pipe(addressParams, z.transform(readUsersQuery));
