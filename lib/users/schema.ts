import * as z from "zod/mini";
import { emailAddress, recordVersion, rowId, text, tick } from "@/lib/fields";
import { loginLength, loginRule } from "@/lib/identifiers";
import { password } from "@/lib/passwords/schema";
import { privileges, type Status } from "@/lib/policy";

const login = z
  .string("errors.malformed")
  .check(
    z.minLength(1, "errors.login.required"),
    z.maxLength(loginLength, "errors.login.long"),
    z.regex(loginRule, "errors.login.characters"),
  );
const privilege = z.enum(privileges, "errors.privilege");
const description = z._default(text(255), "");

/** *Add a user*. */
export const newUser = z.strictObject({
  login,
  email: emailAddress,
  password,
  privilege,
  description,
  mustChange: tick,
});

/** *Edit*: the version is the one that the form was opened on. */
export const userEdit = z.strictObject({ id: rowId, version: recordVersion, email: emailAddress, privilege, description });

/** A user, named by the id in the list. */
export const userById = z.strictObject({ id: rowId });

/** *Remove*: `login` is typed where an Administrator is removed. */
export const userRemoval = z.strictObject({ id: rowId, login: z._default(z.string("errors.malformed"), "") });

/** *Set a new password*. */
export const userPassword = z.strictObject({ id: rowId, password });

/** What the list can be narrowed to: a status, or those who may log in and never did. */
export const userStates = ["enabled", "change-due", "never-signed-in", "disabled", "removed"] as const satisfies (Status | "never-signed-in")[];

export const userSorts = ["username", "created", "last-login"] as const;
export const pageSizes = [25, 50, 100] as const;

/** What the list of users shows, as it stands in the address. */
export type UsersQuery = {
  q: string;
  privilege: (typeof privileges)[number] | "";
  status: (typeof userStates)[number] | "";
  sort: (typeof userSorts)[number];
  descending: boolean;
  size: (typeof pageSizes)[number];
  cursor: string;
};

export const defaultUsersQuery: UsersQuery = {
  q: "",
  privilege: "",
  status: "",
  sort: "created",
  descending: true,
  size: 25,
  cursor: "",
};

const longestSearch = 100;

/**
 * Reads the address's query. A value that means nothing falls back to its default, and `misread` says so; what the
 * list does not know is ignored.
 */
export function readUsersQuery(params: Record<string, string | string[] | undefined>): {
  query: UsersQuery;
  misread: boolean;
} {
  let misread = false;
  const one = <T>(name: string, meaning: (value: string) => T | undefined, fallback: T): T => {
    const value = params[name];
    if (value === undefined || value === "") return fallback;
    const read = typeof value === "string" ? meaning(value) : undefined;
    if (read === undefined) misread = true;
    return read ?? fallback;
  };
  const among = <T extends string>(values: readonly T[]) => (value: string) => values.find((known) => known === value);
  const sort = one("sort", among([...userSorts, ...userSorts.map((name) => `-${name}` as const)]), "-created");
  const query: UsersQuery = {
    q: one("q", (value) => (/^[^\p{Cc}\p{Cs}]*$/u.test(value) && value.length <= longestSearch ? value.trim() : undefined), ""),
    privilege: one("privilege", among(privileges), ""),
    status: one("status", among(userStates), ""),
    sort: sort.replace("-", "") as UsersQuery["sort"],
    descending: sort.startsWith("-"),
    size: one("size", (value) => pageSizes.find((known) => String(known) === value), 25),
    cursor: one("cursor", (value) => (value.length <= 512 ? value : undefined), ""),
  };
  if (params.page !== undefined) misread = true;
  return { query, misread };
}

/** The query of an address as an operation's input: it is never refused, only read as far as it means something. */
export const usersQuery = z.pipe(
  z.record(z.string(), z.optional(z.union([z.string(), z.array(z.string())]))),
  z.transform((params) => readUsersQuery(params)),
);
