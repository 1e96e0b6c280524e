import "server-only";
import type { Browser, Member, Operator, Stranger } from "@/lib/access/actor";
import { appendLine, appendLines, changesBetween, lockAccount, type Line } from "@/lib/access/audit";
import { authorize, type Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { findStillAdmitted, insertAccount, noteSignIn } from "@/lib/domain/accounts/store";
import { eraseSomeLines } from "@/lib/domain/activity/erasing";
import { changeOwnPassword } from "@/lib/domain/passwords/store";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { editService as saveService, importServices } from "@/lib/domain/services/store";
import { insertApp, settleTwoFactor } from "@/lib/domain/two-factor/store";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { changeUser, eraseRemoved, findRemoved, insertUser } from "@/lib/domain/users/store";
import { forUpkeep } from "@/lib/doors/program";
import { compositeId } from "@/lib/isomorphic/identifiers";
import type { Permission, Privilege, Standing } from "@/lib/policy";

/**
 * What people do in the panel, done at a moment of one's own choice: by the stores, with the account locked before and
 * the activity line after, so that counters and chain are as if it had been done through the panel. For the named people
 * of demos and tests; each step belongs into a transaction, after all that happened earlier in its account.
 */

export type AccountIds = { id: number; digitalId: string; handle: string };

export type Character = {
  id: string;
  account: AccountIds;
  standing: Standing;
  /** As their account's activity names them. */
  name: string;
  /** Empty for a holder. */
  login: string;
  email: string;
  /** What they type to sign in. */
  signInId: string;
  /** Where their requests come from; this computer, where it is not said. */
  address?: string;
};

export type NewHolder = { names: [firstName: string, lastName: string]; organisation: string; email: string; passwordHash: string };

/** A new account and its holder, by signing up. `ids` are given to it in place of those that were drawn. */
export async function signUp(tx: Db, holder: NewHolder, at: Date, ids: { digitalId?: string; handle?: string } = {}): Promise<Character> {
  const { names, email, ...rest } = holder;
  const [firstName, lastName] = names;
  const stranger = strangerAt();
  const auth = authorize(stranger, "account.create", tx, at);
  const made = await insertAccount(auth, { ...rest, firstName, lastName, email, changeDue: false });
  await tx.account.update({ where: { id: made.id }, data: ids, select: { id: true } });
  const account = { id: made.id, digitalId: made.digitalId, handle: made.handle, ...ids };
  const by = { id: made.holderId, name: `${firstName} ${lastName}` };
  await appendLine(tx, await lockAccount(tx, made.id), { by, changes: [], at, permission: "account.create" }, stranger);
  return { id: by.id, account, standing: "holder", name: by.name, login: "", email, signInId: account.digitalId };
}

export type NewCharacter = {
  login: string;
  email: string;
  privilege: Privilege;
  description?: string;
  changeDue: boolean;
  invited?: boolean;
  passwordHash: string | null;
};

/** A new user of the account that `by` belongs to. */
export async function addUser(tx: Db, by: Character, user: NewCharacter, at: Date): Promise<Character> {
  const made = await told(tx, by, "users.add", at, async (auth) => {
    const after = await insertUser(auth, { description: "", ...user });
    return { after, changes: changesBetween(null, after, ["email", "privilege", "description", "status"]) };
  });
  const { login, email, privilege } = user;
  const { account } = by;
  return { id: made.id, account, standing: privilege, name: login, login, email, signInId: compositeId(account.digitalId, login) };
}

/** What an Administrator or the holder does to a user, and the fields that it writes. */
const deeds = {
  "users.disable": (at: Date) => ({ disabledAt: at }),
  "users.enable": () => ({ disabledAt: null }),
  "users.remove": (at: Date) => ({ removedAt: at }),
  "users.restore": () => ({ removedAt: null }),
  "users.set-password": (at: Date) => ({ passwordChangedAt: at, changeDue: true }),
} as const;

export type Deed = keyof typeof deeds;

/** Disables, enables, removes or restores a user, or gives them a new password. */
export async function actOn(tx: Db, by: Character, permission: Deed, user: Character, at: Date): Promise<void> {
  await change(tx, by, permission, user, deeds[permission](at), at);
}

/** A removed user is erased, with the lines by and about them. */
export async function erase(tx: Db, { id, account }: Character, at: Date): Promise<void> {
  const held = await lockAccount(tx, account.id);
  const user = await findRemoved(forUpkeep(tx), id);
  if (!user) throw new Error("only a removed user is erased");
  await eraseRemoved(forUpkeep(tx), user);
  await appendLine(tx, held, { subject: { id, name: "" }, changes: [], at, permission: "users.erase" }, { kind: "operator", address: "program" });
  await eraseSomeLines(forUpkeep(tx), { accountId: account.id, personId: id }, 1000);
}

/** Somebody adds an authenticator app, whose secret nobody knows. */
export async function addApp(tx: Db, person: Character, name: string, at: Date): Promise<void> {
  const held = await lockAccount(tx, person.account.id);
  const actor = memberOf(person);
  const auth = authorize(actor, "factors.add-app", tx, at);
  await insertApp(auth, { name, secret: newAppSecret(), step: 0 });
  await settleTwoFactor(auth, person.id);
  await appendLine(tx, held, { changes: [{ field: "app", before: null, after: name }], at, permission: "factors.add-app" }, actor);
}

type Edit = { email?: string; privilege?: Privilege; description?: string };

/** Edits a user. */
export async function edit(tx: Db, by: Character, user: Character, fields: Edit, at: Date): Promise<void> {
  await change(tx, by, "users.edit", user, fields, at);
}

/** Logs a person in, and out of nothing: no session is left. */
export async function signIn(tx: Db, person: Character, at: Date): Promise<void> {
  const held = await lockAccount(tx, person.account.id);
  const seen = await tx.person.findUniqueOrThrow({ where: { id: person.id } });
  const stranger = strangerAt(person.address);
  const auth = authorize(stranger, "session.start", tx, at);
  if (!(await findStillAdmitted(auth, seen))) throw new Error(`${person.name} may not log in`);
  await noteSignIn(auth, seen, { renewed: null, arrived: true });
  const by = { id: person.id, name: person.name };
  await appendLine(tx, held, { by, changes: [], at, permission: "session.start" }, stranger);
}

/** Somebody sets the password of their own that was due. */
export async function renewPassword(tx: Db, person: Character, hash: string, at: Date): Promise<void> {
  const held = await lockAccount(tx, person.account.id);
  const actor = memberOf(person);
  const { passwordHash: proved } = await tx.person.findUniqueOrThrow({ where: { id: person.id } });
  await changeOwnPassword(authorize(actor, "password.renew", tx, at), { proved, hash });
  await appendLine(tx, held, { changes: [], at, permission: "password.renew" }, actor);
}

export type Bought = { id: string; reference: string; name: string };

/** The operator imports services into an account. Gives those of the rows, in the order in which they were made. */
export async function bringServices(tx: Db, account: Pick<AccountIds, "id">, rows: ServiceRow[], at: Date): Promise<Bought[]> {
  const held = await lockAccount(tx, account.id);
  const { lines } = await importServices(authorize(operator, "services.import", tx, at), account.id, rows);
  if (lines.length > 0) await appendLines(tx, held, lines.map((line) => ({ ...line, at, permission: "services.import" as const })), operator);
  const where = { accountId: account.id, reference: { in: rows.map(({ reference }) => reference) } };
  return tx.service.findMany({ where, orderBy: { number: "asc" }, select: { id: true, reference: true, name: true } });
}

/** Somebody renames a service, or writes its note. */
export async function editService(tx: Db, by: Character, reference: string, fields: { name?: string; note?: string }, at: Date): Promise<void> {
  const held = await lockAccount(tx, by.account.id);
  const actor = memberOf(by);
  const before = await tx.service.findUniqueOrThrow({ where: { accountId_reference: { accountId: by.account.id, reference } } });
  const { name, note } = { ...before, ...fields };
  const after = await saveService(authorize(actor, "services.edit", tx, at), before, { name, note });
  const line = { subject: { id: before.id, name: before.name }, changes: changesBetween(before, after, ["name", "note"]) };
  await appendLine(tx, held, { ...line, at, permission: "services.edit" }, actor);
}

type Changing = Deed | "users.edit";

async function change(tx: Db, by: Character, permission: Changing, user: Character, fields: Parameters<typeof changeUser>[2], at: Date) {
  await told(tx, by, permission, at, async (auth) => {
    const before = await tx.person.findUniqueOrThrow({ where: { id: user.id } });
    const after = await changeUser(auth, before, fields);
    return { after, changes: changesBetween(before, after, ["email", "privilege", "description", "status"]) };
  });
}

/** Does something to a user, with the account locked before and the activity line after. */
async function told<P extends Permission, T extends { id: string; login: string }>(
  tx: Db,
  by: Character,
  permission: P,
  at: Date,
  work: (auth: Authorized<P>) => Promise<{ after: T; changes: Line["changes"] }>,
): Promise<T> {
  const held = await lockAccount(tx, by.account.id);
  const actor = memberOf(by);
  const { after, changes } = await work(authorize(actor, permission, tx, at));
  await appendLine(tx, held, { subject: { id: after.id, name: after.login }, changes, at, permission }, actor);
  return after;
}

const browser: Browser = { token: "", known: "", userAgent: "" };
const here = "127.0.0.1";
const operator: Operator = { kind: "operator", address: "shell" };
const strangerAt = (address = here): Stranger => ({ kind: "stranger", address, browser });

function memberOf({ id, account, standing, name, login, email, address = here }: Character): Member {
  return {
    kind: "member",
    personId: id,
    accountId: account.id,
    sessionId: "",
    tokenHash: "",
    standing,
    owes: null,
    provedAt: new Date(),
    mailProved: false,
    twoFactor: false,
    browserSalt: "",
    factorDueFrom: null,
    name,
    knownAs: name,
    login,
    email,
    digitalId: account.digitalId,
    handle: account.handle,
    accountName: "",
    holderName: "",
    timeZone: "",
    language: "",
    theme: "system",
    address,
    browser,
  };
}
