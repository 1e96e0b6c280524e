import "server-only";
import { lockNew, type Authorized, type InTransaction, type Locked } from "@/lib/access/authorize";
import type { Reader } from "@/lib/database/db";
import type { AccountInformation } from "@/lib/domain/accounts/output";
import { never, nextNumber, recount, statusFrom } from "@/lib/domain/people/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { handleDigits, newDigitalId, newHandle } from "@/lib/isomorphic/identifiers";
import { type SignIn } from "@/lib/isomorphic/sign-in-id";
import { env } from "@/lib/runtime/env.mjs";
import { newId } from "@/lib/security/tokens";

/** Finds the person with a typed ID, in any state, or null. */
export async function findPersonToSignIn(auth: Authorized<"session.start">, typed: SignIn) {
  const { db } = auth;
  if (typed.kind === "unknown") return null;
  if (typed.kind === "email") return db.person.findFirst({ where: { kind: "holder", emailKey: typed.key } });
  const account = await db.account.findUnique({
    where: typed.kind === "digitalId" ? { digitalId: typed.account } : { handle: typed.account },
    select: { id: true, holderId: true },
  });
  if (!account) return null;
  return typed.login === undefined
    ? db.person.findUnique({ where: { id: account.holderId } })
    : db.person.findUnique({ where: { accountId_loginKey: { accountId: account.id, loginKey: typed.login } } });
}

type Person = NonNullable<Awaited<ReturnType<typeof findPersonToSignIn>>>;

type SigningIn = Locked<"session.start" | "session.start-passkey" | "session.verify">;

/**
 * Reads the person again under the lock. Null if they were disabled or removed, or their password was changed, while the login was
 * being checked.
 */
export const findPersonForUpdate = ({ db, accountId }: SigningIn, { id, passwordHash }: Person) =>
  db.person.findFirst({ where: { id, accountId, passwordHash, disabledAt: null, removedAt: null } });

/** Notes a complete login (`arrived`), and stores a renewed hash if the old one had old parameters. */
export async function recordLogin(
  auth: SigningIn,
  before: Person,
  { renewed, arrived }: { renewed: string | null; arrived: boolean },
): Promise<void> {
  if (!renewed && !arrived) return;
  const { db, now, accountId } = auth;
  const after = await db.person.update({
    where: { id: before.id, accountId },
    data: { ...(arrived && { lastLoginAt: now }), ...(renewed && { passwordHash: renewed }) },
  });
  await recount(auth, before, after);
}

type NewHolder = {
  firstName: string;
  lastName: string;
  organisation: string;
  email: string;
  passwordHash: string;
  changeDue: boolean;
  language?: string;
};

/**
 * Inserts an account with its holder. Returns the handle of the locked account as `inside`. Violates a unique constraint if another
 * account holder has the email address, or if a concurrent sign-up drew the same ID or handle.
 */
export async function insertAccount<P extends "account.create" | "account.confirm" | "account.open">(
  auth: InTransaction<P>,
  holder: NewHolder,
) {
  const { db, now } = auth;
  const { organisation, ...person } = holder;
  const holderId = newId();
  const { id, digitalId, handle } = await db.account.create({
    data: {
      digitalId: await freeDigitalId(db),
      handle: await freeHandle(db, person),
      holderId,
      organisation,
      createdAt: now,
    },
    select: { id: true, digitalId: true, handle: true },
  });
  const inside = await lockNew(auth, id);
  await db.person.create({
    data: {
      ...person,
      id: holderId,
      number: await nextNumber(inside),
      accountId: id,
      kind: "holder",
      privilege: "holder",
      emailKey: emailKey(person.email),
      status: statusFrom({ ...person, removedAt: null, disabledAt: null, invited: false }),
      createdAt: now,
      editedAt: now,
      passwordChangedAt: now,
      lastLoginAt: never,
    },
    select: { id: true },
  });
  return { id, digitalId, handle, holderId, inside };
}

/** How many IDs are drawn at once. One of them is surely free among a billion digital IDs. For handles, it shows if half are taken. */
const draws = 40;

async function freeDigitalId(db: Reader): Promise<string> {
  const drawn = Array.from({ length: draws }, () => newDigitalId());
  const taken = await db.account.findMany({ where: { digitalId: { in: drawn } }, select: { digitalId: true } });
  return (
    freeOf(
      drawn,
      taken.map(({ digitalId }) => digitalId),
    ) ?? drawn[0]!
  );
}

/** Draws a handle with five digits, or six if half of those drawn are taken: there are only 100,000 with five per pair of initials. */
async function freeHandle(db: Reader, person: { firstName: string; lastName: string }): Promise<string> {
  let handle = "";
  for (const digits of handleDigits) {
    const drawn = [...new Set(Array.from({ length: draws }, () => newHandle(person, env.handleSuffix, digits)))];
    const taken = await db.account.findMany({ where: { handle: { in: drawn } }, select: { handle: true } });
    handle =
      freeOf(
        drawn,
        taken.map((account) => account.handle),
      ) ??
      (handle || drawn[0]!);
    if (taken.length < drawn.length / 2) break;
  }
  return handle;
}

const freeOf = (drawn: readonly string[], taken: readonly string[]) => drawn.find((each) => !taken.includes(each));

const fields = {
  version: true,
  organisation: true,
  phone: true,
  address: true,
  postcode: true,
  city: true,
  country: true,
} as const;

/** The actor's account, with its holder's name and email address. */
export async function viewAccount({ db, actor }: Authorized<"account.view">): Promise<AccountInformation> {
  const { holderId, ...account } = await db.account.findUniqueOrThrow({
    where: { id: actor.principal.accountId },
    select: { ...fields, digitalId: true, handle: true, createdAt: true, holderId: true },
  });
  const holder = await db.person.findUniqueOrThrow({
    where: { id: holderId },
    select: { firstName: true, lastName: true, email: true },
  });
  return { ...account, holder };
}

/** The account's fields and their version. */
export const accountOf = ({ db, actor }: Authorized<"account.edit">) =>
  db.account.findUniqueOrThrow({ where: { id: actor.principal.accountId }, select: fields });

export type AccountFields = Record<Exclude<keyof typeof fields, "version">, string>;

/** Writes the account's fields. */
export async function changeAccount({ db, accountId }: Locked<"account.edit">, changed: AccountFields): Promise<void> {
  await db.account.update({
    where: { id: accountId },
    data: { ...changed, version: { increment: 1 } },
    select: { id: true },
  });
}

/** The account holder's own name. */
export const ownNameOf = ({ db, actor }: Authorized<"holder.rename">) =>
  db.person.findUniqueOrThrow({ where: { id: actor.principal.personId }, select: { firstName: true, lastName: true } });

/** Writes the account holder's own name. */
export async function renameHolder(
  { db, accountId, actor }: Locked<"holder.rename">,
  name: { firstName: string; lastName: string },
): Promise<void> {
  await db.person.update({ where: { id: actor.principal.personId, accountId }, data: name, select: { id: true } });
}
