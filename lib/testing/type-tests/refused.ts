import "server-only";
import type { Member } from "@/lib/access/actor";
import { appendLines } from "@/lib/access/audit";
import type { Authorized, Lasting, Locked, Writing } from "@/lib/access/authorize";
import { change, creation, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { countTurn, takeTry } from "@/lib/access/limits";
import { read, type Operation } from "@/lib/access/operation";
import type { Db } from "@/lib/database/db";
import { insertAccount } from "@/lib/domain/accounts/store";
import { forgetOldMails } from "@/lib/domain/mail/store";
import { countIn, type Counted } from "@/lib/domain/people/store";
import { operations } from "@/lib/domain/register";
import { endOwnSession } from "@/lib/domain/sessions/store";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { changeUser, eraseRemoved, findUser, insertUser, listUsers, type findRemoved } from "@/lib/domain/users/store";
import { key, none, nothing, rowById } from "@/lib/isomorphic/fields";
import { refuse } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

/**
 * What the compiler must refuse. Each refusal is expected on the line below its comment: `tsc` fails when one is
 * missing, and refused.test.ts holds that each is refused for its own reason.
 */

// ——— an operation ———

const done = async () => ({ value: null });
const empty = () => ({ changes: [] });
const input = nothing;
const output = none;
const named = rowById;

// @ts-expect-error An operation without a permission.
export const withoutPermission = read({ input, output, run: async () => null });

// @ts-expect-error A permission that the table does not hold.
export const unknownPermission = read({ permission: "users.rename", input, output, run: async () => null });

// @ts-expect-error An operation without an input to check.
export const withoutInput = read({ permission: "users.list", output, run: async () => null });

// @ts-expect-error A read that does not say what it gives.
export const readWithoutOutput = read({ permission: "users.list", input, run: async () => null });

// @ts-expect-error A read that gives something else than it says.
export const otherOutput = read({ permission: "users.list", input, output: named, run: async () => ({ id: 7 }) });

// @ts-expect-error A read that gives less than it says.
export const lessOutput = read({ permission: "users.list", input, output: named, run: async () => ({}) });

// @ts-expect-error A read under a permission to change.
export const readToChange = read({ permission: "users.disable", input, output, run: async () => null });

// @ts-expect-error A read that refuses in words that nobody wrote.
export const unworded = read({ permission: "users.list", input, output, run: async () => refuse("conflict", "errors.nobody_wrote_this") });

// @ts-expect-error A field whose message nobody wrote.
export const unwordedField = key("errors.nobody_wrote_this");

// @ts-expect-error A change without its activity line.
export const withoutAudit = change({ permission: "users.disable", input, output, run: done });

// @ts-expect-error A change that does not say what it gives.
export const withoutOutput = change({ permission: "users.disable", input, run: done, audit: empty });

// @ts-expect-error A change that gives something else than it says.
export const otherValue = change({ permission: "users.disable", input, output: named, run: done, audit: empty });

// @ts-expect-error A change that found nothing to change, and gives something else than it says.
export const otherUnchanged = change({ permission: "users.disable", input, output: named, run: async () => unchanged({ id: 7 }), audit: empty });

// @ts-expect-error A change under a permission to read.
export const changeToRead = change({ permission: "users.list", input, output, run: done, audit: empty });

// @ts-expect-error A change of which the table asks whether its target is an Administrator, and that does not say.
export const withoutStanding = change({ permission: "users.enable", input, output, run: done, audit: empty });

// @ts-expect-error A change that says it although the table does not ask.
export const withStanding = change({ permission: "users.disable", input, output, onAdministrator: () => true, run: done, audit: empty });

// @ts-expect-error A change that makes an account, and does not give the handle that holds it.
export const withoutInside = creation({ permission: "account.create", input, output, run: done, audit: empty });

// @ts-expect-error A job that finds by itself what it does not take.
export const otherWaiting = job({ permission: "emails.send", input: rowById, output, waiting: async () => [{ id: 7 }], run: async () => null });

const { "users.add": _, ...others } = operations;
// @ts-expect-error A row of the table without its operation.
export const withoutRow = others satisfies { [P in Permission]: Operation<P> };

const swapped = { ...operations, "users.add": operations["users.edit"] };
// @ts-expect-error A row of the table with another row's operation.
export const wrongRow = swapped satisfies { [P in Permission]: Operation<P> };

// ——— a store ———

declare const list: Authorized<"users.list">;
declare const mayAdd: Authorized<"users.add">;
declare const addingOutside: Lasting<"users.add">;
declare const addingNowhere: Writing<"users.add">;
declare const add: Locked<"users.add">;
declare const edit: Locked<"users.edit">;
declare const start: Locked<"session.start">;
declare const creating: Lasting<"account.create">;
declare const upkeep: Locked<"installation.upkeep">;
declare const erasing: Locked<"users.erase">;
declare const keepingUp: Lasting<"installation.upkeep">;
declare const toErase: Lasting<"users.erase">;
declare const user: Parameters<typeof insertUser>[1];
declare const person: NonNullable<Awaited<ReturnType<typeof findUser>>>;
declare const removed: NonNullable<Awaited<ReturnType<typeof findRemoved>>>;
declare const counted: Counted;
declare const actor: Member;
declare const db: Db;

// @ts-expect-error A store that adds, called with the proof to read.
export const weaker = insertUser(list, user);

// @ts-expect-error A store that adds, called with the proof to edit.
export const another = insertUser(edit, user);

// @ts-expect-error A store that adds, called with a handle to read.
export const reading = insertUser(mayAdd, user);

// @ts-expect-error A store that adds, called outside of a transaction.
export const outside = insertUser(addingOutside, user);

// @ts-expect-error A store that adds, called in a transaction that holds no account.
export const nowhere = insertUser(addingNowhere, user);

// @ts-expect-error A store that changes, called with the proof to read.
export const changed = changeUser(list, person, { description: "" });

// @ts-expect-error A store that reads a list, called with the proof to add.
export const listed = listUsers(add, defaultUsersQuery);

// @ts-expect-error A store of one's own session, called by somebody who is only signing in.
export const ended = endOwnSession(start);

// @ts-expect-error A store that erases a user, called with the proof of upkeep.
export const kept = eraseRemoved(upkeep, removed);

// @ts-expect-error A store that forgets what is over, called with the proof to erase a user.
export const forgotten = forgetOldMails(toErase, 1);

// @ts-expect-error A counter that is changed in a transaction that holds no account.
export const countedNowhere = countIn(addingNowhere, counted);

// @ts-expect-error A line of the activity in a transaction that holds no account.
export const lineNowhere = appendLines(addingNowhere, []);

// @ts-expect-error A try that is counted inside a transaction, and would be rolled back with it.
export const tried = takeTry(add, { key: "" }, 0);

// @ts-expect-error A turn that is to be rolled back, counted outside of a transaction.
export const turned = countTurn(addingOutside, { key: "", limit: 1, window: 1 }, 0);

// @ts-expect-error An account that is made without a transaction.
export const accountOutside = insertAccount(creating, { ...user, firstName: "", lastName: "", organisation: "", passwordHash: "" });

// @ts-expect-error A row that is written with a handle to read.
export const written = mayAdd.db.person.update({ where: { id: "" }, data: { description: "" } });

// @ts-expect-error A statement that is run with a handle to read.
export const executed = mayAdd.db.$executeRaw`DELETE FROM "Person"`;

// @ts-expect-error A row that is written outside of a transaction by the client to read with.
export const writtenOutside = addingOutside.db.person.delete({ where: { id: "" } });

// @ts-expect-error A client that persists whatever becomes of the request, inside a transaction.
export const persisting = add.writer;

// ——— a proof ———

// @ts-expect-error A proof that somebody made up.
export const madeUp: Authorized<"users.add"> = { permission: "users.add", actor, db, now: new Date() };

// @ts-expect-error A proof made from a weaker one.
export const raised: Authorized<"users.add"> = { ...list };

// @ts-expect-error A handle that holds an account which nobody locked.
export const unlocked: Locked<"users.add"> = { ...addingNowhere, accountId: 1 };

// @ts-expect-error A handle of one account made into one of another.
export const moved: Locked<"users.add"> = { ...add, accountId: 1 };

// @ts-expect-error A store called with an actor in place of a proof.
export const unproved = findUser({ permission: "users.edit", actor, db, now: new Date() }, "id");

// @ts-expect-error A store called with the database in place of a handle.
export const raw = countIn(db, counted);

declare const somebody: Authorized<"session.start">["actor"];
// @ts-expect-error Somebody signed out has no account to look into.
export const strangers = somebody.principal.accountId;

// ——— what is right ———

export const accepted = [
  insertUser(add, user),
  changeUser(edit, person, {}),
  findUser(list, "id"),
  listUsers(list, defaultUsersQuery),
  eraseRemoved(erasing, removed),
  forgetOldMails(keepingUp, 1),
  takeTry(addingOutside, { key: "" }, 0),
  countTurn(addingNowhere, { key: "", limit: 1, window: 1 }, 0),
  countIn(add, counted),
  // The account of a change is its actor's own where none is named.
  change({ permission: "users.disable", input, output, run: done, audit: empty }),
  change({ permission: "users.disable", input, output: named, run: async () => unchanged({ id: "" }), audit: empty }),
  change({ permission: "users.enable", input, output, onAdministrator: () => true, run: done, audit: empty }),
  job({ permission: "emails.send", input: rowById, output, waiting: async () => [{ id: "" }], run: async () => null }),
];
