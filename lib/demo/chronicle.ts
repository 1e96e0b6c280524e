import "server-only";
import { operator, program, type Actor, type Browser, type Member, type Stranger } from "@/lib/access/actor";
import { appendLines, changesBetween, type Line } from "@/lib/access/audit";
import { authorizeInTransaction, authorizeLocked, type Locked } from "@/lib/access/authorize";
import { lockAccount } from "@/lib/access/lock";
import type { Db } from "@/lib/database/db";
import { findPersonForUpdate, insertAccount, recordLogin } from "@/lib/domain/accounts/store";
import { eraseSomeLines } from "@/lib/domain/activity/erasing";
import { changeOwnPassword } from "@/lib/domain/passwords/store";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { editService as saveService, importServices } from "@/lib/domain/services/store";
import { insertApp, settleTwoFactor } from "@/lib/domain/two-factor/store";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { changeUser, eraseRemoved, findRemoved, insertUser } from "@/lib/domain/users/store";
import { compositeId } from "@/lib/isomorphic/identifiers";
import type { Permission, Privilege, Standing } from "@/lib/policy";

/**
 * Does what people do in the panel, at any chosen moment. It uses the same stores. It locks the account before, and writes the activity line
 * after. So counters and chain are the same as through the panel. For the named people of demos and tests. Run each step in a transaction,
 * after everything that happened earlier in its account.
 */

export type AccountIds = { id: number; digitalId: string; handle: string };

export type Character = {
  id: string;
  account: AccountIds;
  standing: Standing;
  /** The name in their account's activity. */
  name: string;
  /** Empty for the account holder. */
  login: string;
  email: string;
  /** What they type to log in. */
  signInId: string;
  /** The source of their requests; by default this computer. */
  source?: string;
};

export type NewHolder = {
  names: [firstName: string, lastName: string];
  organisation: string;
  email: string;
  passwordHash: string;
};

/** Creates an account and its holder by sign-up. `ids` replace the random ones. */
export async function signUp(
  tx: Db,
  holder: NewHolder,
  at: Date,
  ids: { digitalId?: string; handle?: string } = {},
): Promise<Character> {
  const { names, email, ...rest } = holder;
  const [firstName, lastName] = names;
  const auth = authorizeInTransaction(strangerAt(), "account.create", tx, at);
  const { inside, ...made } = await insertAccount(auth, { ...rest, firstName, lastName, email, changeDue: false });
  await tx.account.update({ where: { id: made.id }, data: ids, select: { id: true } });
  const account = { id: made.id, digitalId: made.digitalId, handle: made.handle, ...ids };
  const by = { id: made.holderId, name: `${firstName} ${lastName}` };
  await appendLines(inside, [{ by, changes: [] }]);
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

/** Adds a user to the account of `by`. */
export async function addUser(tx: Db, by: Character, user: NewCharacter, at: Date): Promise<Character> {
  const made = await notify(tx, by, "users.add", at, async (auth) => {
    const after = await insertUser(auth, { description: "", ...user });
    return { after, changes: changesBetween(null, after, ["email", "privilege", "description", "status"]) };
  });
  const { login, email, privilege } = user;
  const { account } = by;
  return {
    id: made.id,
    account,
    standing: privilege,
    name: login,
    login,
    email,
    signInId: compositeId(account.digitalId, login),
  };
}

/** What an Administrator or the account holder does to a user, and the fields that it writes. */
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

/** Erases a removed user, with the lines by and about them. */
export async function erase(tx: Db, { id, account }: Character, at: Date): Promise<void> {
  const auth = await inAccount(tx, program, "users.erase", account.id, at);
  const user = await findRemoved(auth, id);
  if (!user) throw new Error("only a removed user is erased");
  await eraseRemoved(auth, user);
  await appendLines(auth, [{ subject: { id, name: "" }, changes: [] }]);
  await eraseSomeLines(await inAccount(tx, program, "activity.erase", account.id, at), id, 1000);
}

/** Adds an authenticator app for a person. Nobody knows its secret. */
export async function addApp(tx: Db, person: Character, name: string, at: Date): Promise<void> {
  const auth = await inAccount(tx, memberOf(person), "factors.add-app", person.account.id, at);
  await insertApp(auth, { name, secret: newAppSecret(), step: 0 });
  await settleTwoFactor(auth, person.id);
  await appendLines(auth, [{ changes: [{ field: "app", before: null, after: name }] }]);
}

type Edit = { email?: string; privilege?: Privilege; description?: string };

/** Edits a user. */
export async function edit(tx: Db, by: Character, user: Character, fields: Edit, at: Date): Promise<void> {
  await change(tx, by, "users.edit", user, fields, at);
}

/** Logs a person in. No session remains. */
export async function signIn(tx: Db, person: Character, at: Date): Promise<void> {
  const auth = await inAccount(tx, strangerAt(person.source), "session.start", person.account.id, at);
  const seen = await tx.person.findUniqueOrThrow({ where: { id: person.id } });
  if (!(await findPersonForUpdate(auth, seen))) throw new Error(`${person.name} may not log in`);
  await recordLogin(auth, seen, { renewed: null, arrived: true });
  await appendLines(auth, [{ by: { id: person.id, name: person.name }, changes: [] }]);
}

/** Sets the new password that a person had to set. */
export async function renewPassword(tx: Db, person: Character, hash: string, at: Date): Promise<void> {
  const auth = await inAccount(tx, memberOf(person), "password.renew", person.account.id, at);
  const { passwordHash: proved } = await tx.person.findUniqueOrThrow({ where: { id: person.id } });
  await changeOwnPassword(auth, { proved, hash });
  await appendLines(auth, [{ changes: [] }]);
}

export type Bought = { id: string; reference: string; name: string };

/** Imports services into an account, as the operator. Returns the services of the rows, in order of creation. */
export async function bringServices(
  tx: Db,
  account: Pick<AccountIds, "id">,
  rows: ServiceRow[],
  at: Date,
): Promise<Bought[]> {
  const auth = await inAccount(tx, operator, "services.import", account.id, at);
  const { lines } = await importServices(auth, rows);
  await appendLines(auth, lines);
  const where = { accountId: account.id, reference: { in: rows.map(({ reference }) => reference) } };
  return tx.service.findMany({ where, orderBy: { number: "asc" }, select: { id: true, reference: true, name: true } });
}

/** Renames a service, or writes its note. */
export async function editService(
  tx: Db,
  by: Character,
  reference: string,
  fields: { name?: string; note?: string },
  at: Date,
): Promise<void> {
  const auth = await inAccount(tx, memberOf(by), "services.edit", by.account.id, at);
  const before = await tx.service.findUniqueOrThrow({
    where: { accountId_reference: { accountId: by.account.id, reference } },
  });
  const { name, note } = { ...before, ...fields };
  const after = await saveService(auth, before, { name, note });
  await appendLines(auth, [
    { subject: { id: before.id, name: before.name }, changes: changesBetween(before, after, ["name", "note"]) },
  ]);
}

type Changing = Deed | "users.edit";

async function change(
  tx: Db,
  by: Character,
  permission: Changing,
  user: Character,
  fields: Parameters<typeof changeUser>[2],
  at: Date,
) {
  await notify(tx, by, permission, at, async (auth) => {
    const before = await tx.person.findUniqueOrThrow({ where: { id: user.id } });
    const after = await changeUser(auth, before, fields);
    return { after, changes: changesBetween(before, after, ["email", "privilege", "description", "status"]) };
  });
}

/** Changes a user: locks the account before, and writes the activity line after. */
async function notify<P extends Permission, T extends { id: string; login: string }>(
  tx: Db,
  by: Character,
  permission: P,
  at: Date,
  work: (auth: Locked<P>) => Promise<{ after: T; changes: Line["changes"] }>,
): Promise<T> {
  const auth = await inAccount(tx, memberOf(by), permission, by.account.id, at);
  const { after, changes } = await work(auth);
  await appendLines(auth, [{ subject: { id: after.id, name: after.login }, changes }]);
  return after;
}

/** Begins a step in an account at its moment: it locks the account. Its lines follow those of earlier steps. */
export const inAccount = async <P extends Permission>(
  tx: Db,
  actor: Actor,
  permission: P,
  accountId: number,
  at: Date,
): Promise<Locked<P>> => authorizeLocked(actor, permission, tx, await lockAccount(tx, accountId), at);

const browser: Browser = { token: "", known: "", userAgent: "" };
const here = "127.0.0.1";
const strangerAt = (source = here): Stranger => ({
  principal: { kind: "stranger" },
  credential: null,
  source,
  browser,
});

/** A person of an account as their request sees them, with no step left to complete. */
export function memberOf({
  id,
  account,
  standing,
  name,
  login,
  email,
  source = here,
}: Omit<Character, "signInId">): Member {
  return {
    principal: {
      kind: "person",
      personId: id,
      accountId: account.id,
      standing,
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
    },
    credential: {
      kind: "session",
      sessionId: "",
      tokenHash: "",
      expiresAt: new Date(),
      pendingStep: null,
      provedAt: new Date(),
      mailProved: false,
    },
    source,
    browser,
  };
}
