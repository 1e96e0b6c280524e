import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { change, read, type Operation } from "@/lib/access/operation";
import type { Db } from "@/lib/database/db";
import { operations } from "@/lib/domain/register";
import { endOwnSession } from "@/lib/domain/sessions/store";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { changeUser, findUser, insertUser, listUsers } from "@/lib/domain/users/store";
import { nothing } from "@/lib/isomorphic/fields";
import type { Permission } from "@/lib/policy";

/**
 * What the compiler must refuse. Each refusal is expected on the line below its comment: `tsc` fails when one is
 * missing, and refused.test.ts holds that each is refused for its own reason.
 */

const none = async () => ({ value: null });
const empty = () => ({ changes: [] });
const prepare = () => null;

// @ts-expect-error An operation without a permission.
export const withoutPermission = read({ input: nothing, run: async () => null });

// @ts-expect-error A permission that the table does not hold.
export const unknownPermission = read({ permission: "users.rename", input: nothing, run: async () => null });

// @ts-expect-error A change without its activity line.
export const withoutAudit = change({ permission: "users.add", input: nothing, prepare, run: none });

// @ts-expect-error A change under a permission to read.
export const changeToRead = change({ permission: "users.list", input: nothing, prepare, run: none, audit: empty });

// @ts-expect-error A read under a permission to change.
export const readToChange = read({ permission: "users.add", input: nothing, run: async () => null });

// @ts-expect-error An operation without an input to check.
export const withoutInput = read({ permission: "users.list", run: async () => null });

const { "users.add": _, ...others } = operations;
// @ts-expect-error A row of the table without its operation.
export const withoutRow = others satisfies { [P in Permission]: Operation<P> };

const swapped = { ...operations, "users.add": operations["users.edit"] };
// @ts-expect-error A row of the table with another row's operation.
export const wrongRow = swapped satisfies { [P in Permission]: Operation<P> };

declare const list: Authorized<"users.list">;
declare const edit: Authorized<"users.edit">;
declare const add: Authorized<"users.add">;
declare const start: Authorized<"session.start">;
declare const user: Parameters<typeof insertUser>[1];
declare const person: NonNullable<Awaited<ReturnType<typeof findUser>>>;
declare const actor: Member;
declare const db: Db;

// @ts-expect-error A store that adds, called with the proof to read.
export const weaker = insertUser(list, user);

// @ts-expect-error A store that adds, called with the proof to edit.
export const another = insertUser(edit, user);

// @ts-expect-error A store that changes, called with the proof to read.
export const changed = changeUser(list, person, { description: "" });

// @ts-expect-error A store that reads a list, called with the proof to add.
export const listed = listUsers(add, defaultUsersQuery);

// @ts-expect-error A store of one's own session, called by somebody who is only signing in.
export const ended = endOwnSession(start);

// @ts-expect-error A proof that somebody made up.
export const madeUp: Authorized<"users.add"> = { actor, db, now: new Date() };

// @ts-expect-error A proof made from a weaker one.
export const raised: Authorized<"users.add"> = { ...list };

// @ts-expect-error A store called with an actor in place of a proof.
export const unproved = findUser({ actor, db, now: new Date() }, "id");

declare const somebody: Authorized<"session.start">["actor"];
// @ts-expect-error Somebody signed out has no account to look into.
export const strangers = somebody.accountId;

export const accepted = [insertUser(add, user), changeUser(edit, person, {}), findUser(list, "id"), listUsers(list, defaultUsersQuery)];
