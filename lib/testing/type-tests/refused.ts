import "server-only";
import { editProfileAction } from "@/app/(panel)/account/(general)/actions";
import { endOtherSessionsAction, endSessionAction } from "@/app/(panel)/account/security/actions";
import { editUserAction, enableUserAction, viewUserSessionsAction } from "@/app/(panel)/account/users/actions";
import { PrivilegeField } from "@/app/(panel)/account/users/new/add-user-fields";
import { HolderFields } from "@/app/(public)/signup/holder-fields";
import { useBackgroundRead } from "@/components/form/background-read";
import { ChoiceForm } from "@/components/form/choice-form";
import { Form } from "@/components/form/form";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";
import { useAction } from "@/components/form/use-action";
import type { Member } from "@/lib/access/actor";
import { appendLines } from "@/lib/access/audit";
import type { Authorized, Autocommit, InTransaction, Locked } from "@/lib/access/authorize";
import { change, creation, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimitInside, countAttempt } from "@/lib/access/limits";
import { read, type Operation } from "@/lib/access/operation";
import type { Db } from "@/lib/database/db";
import { insertAccount } from "@/lib/domain/accounts/store";
import { deleteOldMails } from "@/lib/domain/mail/store";
import { countIn, type Counted } from "@/lib/domain/people/store";
import { operations } from "@/lib/domain/register";
import { endOwnSession } from "@/lib/domain/sessions/store";
import { defaultUsersQuery, userEdit } from "@/lib/domain/users/schema";
import { changeUser, eraseRemoved, findUser, insertUser, listUsers, type findRemoved } from "@/lib/domain/users/store";
import type { FieldOf } from "@/lib/isomorphic/action";
import { key, none, nothing, rowById } from "@/lib/isomorphic/fields";
import { refuse } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

/**
 * Code that the compiler must refuse. Each refusal is expected on the line below its comment: `tsc` fails if one is missing, and
 * refused.test.ts checks that each has its own reason.
 */

// ——— an operation ———

const done = async () => ({ value: null });
const empty = () => ({ changes: [] });
const input = nothing;
const output = none;
const named = rowById;

// @ts-expect-error An operation without a permission.
export const withoutPermission = read({ input, output, run: async () => null });

// @ts-expect-error A permission that is not in the table.
export const unknownPermission = read({ permission: "users.rename", input, output, run: async () => null });

// @ts-expect-error An operation without an input schema.
export const withoutInput = read({ permission: "users.list", output, run: async () => null });

// @ts-expect-error A read without an output schema.
export const readWithoutOutput = read({ permission: "users.list", input, run: async () => null });

// @ts-expect-error A read whose value does not match its output schema.
export const otherOutput = read({ permission: "users.list", input, output: named, run: async () => ({ id: 7 }) });

// @ts-expect-error A read whose value lacks a field of its output schema.
export const lessOutput = read({ permission: "users.list", input, output: named, run: async () => ({}) });

// @ts-expect-error A read with a permission for a change.
export const readToChange = read({ permission: "users.disable", input, output, run: async () => null });

export const unworded = read({
  permission: "users.list",
  input,
  output,
  // @ts-expect-error A read that refuses with a message that does not exist.
  run: async () => refuse("conflict", "errors.nobody_wrote_this"),
});

// @ts-expect-error A field whose message does not exist.
export const unwordedField = key("errors.nobody_wrote_this");

// @ts-expect-error A change without its activity line.
export const withoutAudit = change({ permission: "users.disable", input, output, run: done });

// @ts-expect-error A change without an output schema.
export const withoutOutput = change({ permission: "users.disable", input, run: done, audit: empty });

// @ts-expect-error A change whose value does not match its output schema.
export const otherValue = change({ permission: "users.disable", input, output: named, run: done, audit: empty });

export const otherUnchanged = change({
  permission: "users.disable",
  input,
  output: named,
  // @ts-expect-error A change that changes nothing and whose value does not match its output schema.
  run: async () => unchanged({ id: 7 }),
  audit: empty,
});

// @ts-expect-error A change with a permission for a read.
export const changeToRead = change({ permission: "users.list", input, output, run: done, audit: empty });

// @ts-expect-error A change that must say whether its target is an Administrator, and does not.
export const withoutStanding = change({ permission: "users.enable", input, output, run: done, audit: empty });

export const withStanding = change({
  permission: "users.disable",
  input,
  output,
  // @ts-expect-error A change that says so although the table does not ask.
  onAdministrator: () => true,
  run: done,
  audit: empty,
});

// @ts-expect-error A change that creates an account without the handle that holds it.
export const withoutInside = creation({ permission: "account.create", input, output, run: done, audit: empty });

export const otherWaiting = job({
  permission: "emails.send",
  input: rowById,
  output,
  // @ts-expect-error A job whose waiting items do not match its input.
  waiting: async () => [{ id: 7 }],
  run: async () => null,
});

const { "users.add": _, ...others } = operations;
// @ts-expect-error A row of the table without an operation.
export const withoutRow = others satisfies { [P in Permission]: Operation<P> };

const swapped = { ...operations, "users.add": operations["users.edit"] };
// @ts-expect-error A row of the table with the operation of another row.
export const mismatchedRow = swapped satisfies { [P in Permission]: Operation<P> };

// ——— a store ———

declare const list: Authorized<"users.list">;
declare const mayAdd: Authorized<"users.add">;
declare const addingOutside: Autocommit<"users.add">;
declare const addingNowhere: InTransaction<"users.add">;
declare const add: Locked<"users.add">;
declare const edit: Locked<"users.edit">;
declare const start: Locked<"session.start">;
declare const creating: Autocommit<"account.create">;
declare const upkeep: Locked<"installation.upkeep">;
declare const erasing: Locked<"users.erase">;
declare const toUpkeep: Autocommit<"installation.upkeep">;
declare const toErase: Autocommit<"users.erase">;
declare const user: Parameters<typeof insertUser>[1];
declare const person: NonNullable<Awaited<ReturnType<typeof findUser>>>;
declare const removed: NonNullable<Awaited<ReturnType<typeof findRemoved>>>;
declare const counted: Counted;
declare const actor: Member;
declare const db: Db;

// @ts-expect-error A store that adds, called with a proof for reading.
export const weaker = insertUser(list, user);

// @ts-expect-error A store that adds, called with a proof for editing.
export const another = insertUser(edit, user);

// @ts-expect-error A store that adds, called with a handle for reading.
export const reading = insertUser(mayAdd, user);

// @ts-expect-error A store that adds, called outside of a transaction.
export const outside = insertUser(addingOutside, user);

// @ts-expect-error A store that adds, called in a transaction without an account.
export const nowhere = insertUser(addingNowhere, user);

// @ts-expect-error A store that changes, called with a proof for reading.
export const changed = changeUser(list, person, { description: "" });

// @ts-expect-error A store that reads a list, called with a proof for adding.
export const listed = listUsers(add, defaultUsersQuery);

// @ts-expect-error A store of a person's own session, called by a visitor who is logging in.
export const ended = endOwnSession(start);

// @ts-expect-error A store that erases a user, called with a proof for upkeep.
export const erased = eraseRemoved(upkeep, removed);

// @ts-expect-error A store that deletes expired rows, called with a proof for erasing a user.
export const deleted = deleteOldMails(toErase, 1);

// @ts-expect-error A counter that is changed in a transaction without an account.
export const countedNowhere = countIn(addingNowhere, counted);

// @ts-expect-error An activity line in a transaction without an account.
export const lineNowhere = appendLines(addingNowhere, []);

// @ts-expect-error An attempt that is counted inside a transaction, and would be rolled back with it.
export const tried = countAttempt(add, { key: "" }, 0);

// @ts-expect-error A turn that must be rolled back, counted outside of a transaction.
export const turned = consumeLimitInside(addingOutside, { key: "", limit: 1, window: 1 }, 0);

// @ts-expect-error An account that is created without a transaction.
export const accountOutside = insertAccount(creating, {
  ...user,
  firstName: "",
  lastName: "",
  organisation: "",
  passwordHash: "",
});

// @ts-expect-error A row that is written with a handle for reading.
export const written = mayAdd.db.person.update({ where: { id: "" }, data: { description: "" } });

// @ts-expect-error A statement that is run with a handle for reading.
export const executed = mayAdd.db.$executeRaw`DELETE FROM "Person"`;

// @ts-expect-error A row that is written outside of a transaction with the reading client.
export const writtenOutside = addingOutside.db.person.delete({ where: { id: "" } });

// @ts-expect-error A client whose writes persist even if the request fails, inside a transaction.
export const persisting = add.writer;

// ——— a proof ———

// @ts-expect-error An invented proof.
export const madeUp: Authorized<"users.add"> = { permission: "users.add", actor, db, now: new Date() };

// @ts-expect-error A proof made from a weaker one.
export const raised: Authorized<"users.add"> = { ...list };

// @ts-expect-error A handle that holds an account without its lock.
export const unlocked: Locked<"users.add"> = { ...addingNowhere, accountId: 1 };

// @ts-expect-error A handle of one account turned into one of another.
export const moved: Locked<"users.add"> = { ...add, accountId: 1 };

// @ts-expect-error A store called with an actor in place of a proof.
export const unproved = findUser({ permission: "users.edit", actor, db, now: new Date() }, "id");

// @ts-expect-error A store called with the database in place of a handle.
export const raw = countIn(db, counted);

declare const visitor: Authorized<"session.start">["actor"];
// @ts-expect-error A visitor who is not logged in has no account.
export const strangers = visitor.principal.accountId;

// ——— a form ———

const schema = async () => userEdit;
declare const options: KeyOptions;
const editForm = { action: editUserAction, schema, submitLabel: "Confirm" };
const emptyForm = { ...editForm, action: endOtherSessionsAction };

// @ts-expect-error A field that the operation does not take.
export const unknownField = Form({ ...editForm, children: (register) => PrivilegeField(register("privileges")) });

// @ts-expect-error A field of another form.
export const otherField = Form({ ...editForm, children: (register) => PrivilegeField(register("login")) });

// @ts-expect-error A group of fields that the form does not have.
export const otherFields = Form({ ...editForm, children: (register) => HolderFields({ register }) });

// @ts-expect-error A field in a form without fields.
export const noField = Form({ ...emptyForm, children: (register) => PrivilegeField(register("id")) });

// @ts-expect-error A hidden value that the operation does not take.
export const unknownHidden = Form({ ...editForm, hidden: { user: "7" } });

// @ts-expect-error An initial value for a field that the operation does not take.
export const unknownDefault = Form({ ...editForm, defaultValues: { username: "jane" } });

// @ts-expect-error A choice with a value that the operation does not take.
export const unknownChoice = ChoiceForm({ action: endSessionAction, hidden: { session: "7" } });

// @ts-expect-error A key's answer to an operation that takes none.
export const unknownKey = KeyForm({ ...editForm, id: "key", options, failed: "" });

// @ts-expect-error A press that sends a value that the operation does not take.
export const useUnknownValue = () => useAction(enableUserAction).send({ id: "7", login: "jane" });

// @ts-expect-error A press that sends no value for a required field.
export const useMissingValue = () => useAction(enableUserAction).send({});

// @ts-expect-error A read without a value for a required field.
export const useMissingQuery = () => useBackgroundRead(viewUserSessionsAction, {});

// @ts-expect-error A choice in a menu that the operation does not take.
export const unknownName: FieldOf<typeof editProfileAction> = "colour";

// ——— what is correct ———

export const accepted = [
  insertUser(add, user),
  changeUser(edit, person, {}),
  findUser(list, "id"),
  listUsers(list, defaultUsersQuery),
  eraseRemoved(erasing, removed),
  deleteOldMails(toUpkeep, 1),
  countAttempt(addingOutside, { key: "" }, 0),
  consumeLimitInside(addingNowhere, { key: "", limit: 1, window: 1 }, 0),
  countIn(add, counted),
  // By default, the account of a change is its actor's own.
  change({ permission: "users.disable", input, output, run: done, audit: empty }),
  change({ permission: "users.disable", input, output: named, run: async () => unchanged({ id: "" }), audit: empty }),
  change({ permission: "users.enable", input, output, onAdministrator: () => true, run: done, audit: empty }),
  job({ permission: "emails.send", input: rowById, output, waiting: async () => [{ id: "" }], run: async () => null }),
  Form({ ...editForm, hidden: { id: "7" }, children: (register) => PrivilegeField(register("privilege")) }),
];
