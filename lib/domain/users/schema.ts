import * as z from "zod/mini";
import { chosenPasswords, password } from "@/lib/domain/passwords/schema";
import { emailField } from "@/lib/isomorphic/email-field";
import { key, queryParams, recordVersion, rowId, secret, text, tick } from "@/lib/isomorphic/fields";
import { loginLength, loginRule } from "@/lib/isomorphic/identifiers";
import type { ListQuery } from "@/lib/isomorphic/list-query";
import { readListQuery, type Params } from "@/lib/isomorphic/read-list-query";
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

/** *Add a user*: with a password, or with an emailed activation link to choose their own. */
export const newUser = z
  .strictObject({
    login,
    email: emailField,
    password: secret(
      z
        ._default(z.string(key("errors.password.required")).check(z.normalize("NFC")), "")
        .register(chosenPasswords, { chosen: true }),
    ),
    privilege,
    description,
    mustChange: tick,
    invite: tick,
  })
  .check(
    z.refine<{ password: string; invite: boolean }>((user) => faultOf(user) === undefined, {
      path: ["password"],
      error: ({ input }) => faultOf(input as { password: string; invite: boolean }),
      // Runs also if other fields are wrong, so that all messages appear at once.
      when: ({ value }) => typeof value === "object" && value !== null,
    }),
  );

const faultOf = (user: { password: string; invite: boolean }) =>
  user.invite ? undefined : password.safeParse(user.password).error?.issues[0]?.message;

/** *Edit*: `version` is the one that the form was opened with. */
export const userEdit = z.strictObject({
  id: rowId,
  version: recordVersion,
  email: emailField,
  privilege,
  description,
});

/** A user, by the id from the list. */
export const userById = z.strictObject({ id: rowId });

/** *Sessions*: the given session of a user, or all. */
export const sessionsEnd = z.strictObject({ id: rowId, session: z.optional(rowId) });

/** *Remove*: to remove an Administrator, the actor types the username in `login`. */
export const userRemoval = z.strictObject({ id: rowId, login: z._default(z.string(key("errors.malformed")), "") });

/** *Set a new password*. */
export const userPassword = z.strictObject({ id: rowId, password });

/** Filters of the list: a status, invited users whose invitation failed, or users who can log in and never did. */
export const userStates = [
  "enabled",
  "invited",
  "invitation-failed",
  "change-due",
  "never-signed-in",
  "disabled",
  "removed",
] as const satisfies (Status | "invitation-failed" | "never-signed-in")[];

export const userSorts = ["created", "username", "last-login"] as const;

/** The query of the list of users, held by the URL. */
export type UsersQuery = ListQuery<(typeof userSorts)[number]> & {
  privilege: (typeof privileges)[number] | "";
  status: (typeof userStates)[number] | "";
  "two-factor": (typeof twoFactorStates)[number] | "";
};

/** Whether a user has two-factor authentication. */
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

/** Reads the query from the URL: see `readListQuery`. */
export const readUsersQuery = (params: Params) =>
  readListQuery(params, userSorts, defaultUsersQuery, (filter) => ({
    privilege: filter("privilege", privileges),
    status: filter("status", userStates),
    "two-factor": filter("two-factor", twoFactorStates),
  }));

/** The query as an operation's input. Never refused: parts that mean nothing get their default. */
export const usersQuery = z.pipe(queryParams, z.transform(readUsersQuery));
