import "server-only";
import { randomBytes } from "node:crypto";
import type { Browser, Member, Stranger } from "@/lib/actor";
import { insertAccount } from "@/lib/accounts/store";
import { appendLine, changesBetween, lockAccount, type Line } from "@/lib/audit";
import { authorize } from "@/lib/authorize";
import type { Db, OpenDatabase } from "@/lib/db";
import { compositeId } from "@/lib/identifiers";
import { hashPassword } from "@/lib/password-hash";
import type { Permission, Privilege, Standing } from "@/lib/policy";
import { changeUser, insertUser } from "@/lib/users/store";

/** Everybody's password. */
export const castPassword = "Lantern-Orchard-57-Quiet";

export type CastAccount = { id: number; digitalId: string; handle: string };

export type CastPerson = {
  id: string;
  account: CastAccount;
  standing: Standing;
  /** As their account's activity names them. */
  name: string;
  /** Empty for a holder. */
  login: string;
  email: string;
  /** What they type to sign in. */
  signInId: string;
};

export type Cast = Awaited<ReturnType<typeof addCast>>;

/**
 * The named people of demos and tests, in two new accounts, as if they had been made through the panel: every one by
 * the stores, with counters, activity lines and chain. IDs and addresses are new at each call; `handle` gives the first
 * account the guide's own, in a database that does not have it yet.
 */
export async function addCast({ transaction }: OpenDatabase, { handle }: { handle?: string } = {}) {
  const passwordHash = await castHash();
  const mark = randomBytes(5).toString("hex");
  const first = await transaction(async (tx) => {
    const xavier = await addHolder(tx, passwordHash, ["Xavier", "Xu"], `xavier.${mark}@example.com`, handle);
    const add = (login: string, privilege: Privilege, changeDue = false) =>
      addUser(tx, xavier, { login, privilege, changeDue, passwordHash, email: `${login}.${mark}@example.com` });
    return {
      /** The holder. */
      xavier,
      jane: await add("jane", "user"),
      martin: await add("martin", "none"),
      rootB: await add("root.b", "administrator"),
      olga: await shutOut(tx, xavier, await add("olga", "user"), "disable"),
      /** Must set a password of her own before anything else. */
      pia: await add("pia", "user", true),
      remo: await shutOut(tx, xavier, await add("remo", "user"), "remove"),
    };
  });
  const second = await transaction(async (tx) => {
    const yvonne = await addHolder(tx, passwordHash, ["Yvonne", "Yang"], `yvonne.${mark}@example.org`);
    const email = `eve.${mark}@example.org`;
    return {
      /** The holder of the other account. */
      yvonne,
      /** An Administrator who must never see the first account. */
      eve: await addUser(tx, yvonne, { login: "eve", privilege: "administrator", changeDue: false, passwordHash, email }),
    };
  });
  return { ...first, ...second, account: first.xavier.account, other: second.yvonne.account };
}

type Extra = { login: string; privilege?: Privilege; changeDue?: boolean; out?: "disable" | "remove" };

/** One more user of an account, for what is to be done to them. The account's holder adds them. */
export async function addExtra({ transaction }: OpenDatabase, holder: CastPerson, extra: Extra): Promise<CastPerson> {
  const { login, privilege = "user", changeDue = false, out } = extra;
  const passwordHash = await castHash();
  return transaction(async (tx) => {
    const user = await addUser(tx, holder, { login, privilege, changeDue, passwordHash, email: `${login}@example.com` });
    return out ? shutOut(tx, holder, user, out) : user;
  });
}

let hashed: Promise<string> | undefined;

/** A real hash, made once: it takes about 300 ms. */
const castHash = () => (hashed ??= hashPassword(castPassword));

type Names = [firstName: string, lastName: string];

async function addHolder(tx: Db, passwordHash: string, names: Names, email: string, handle?: string): Promise<CastPerson> {
  const [firstName, lastName] = names;
  const auth = authorize(stranger, "account.create", tx);
  const holder = { firstName, lastName, organisation: `${lastName} Ltd`, email, passwordHash, changeDue: false };
  const made = await insertAccount(auth, holder);
  if (handle) await tx.account.update({ where: { id: made.id }, data: { handle }, select: { id: true } });
  const account = { id: made.id, digitalId: made.digitalId, handle: handle ?? made.handle };
  const line = { by: { id: made.holderId, name: `${firstName} ${lastName}` }, changes: [] };
  await appendLine(tx, await lockAccount(tx, made.id), { ...line, at: auth.now, permission: "account.create" }, stranger);
  return { id: made.holderId, account, standing: "holder", name: line.by.name, login: "", email, signInId: account.digitalId };
}

type NewUser = { login: string; email: string; privilege: Privilege; changeDue: boolean; passwordHash: string };

async function addUser(tx: Db, holder: CastPerson, user: NewUser): Promise<CastPerson> {
  const made = await told(tx, holder, "users.add", async () => {
    const after = await insertUser(authorize(memberOf(holder), "users.add", tx), { ...user, description: "" });
    return { after, changes: changesBetween(null, after, ["email", "privilege", "description", "status"]) };
  });
  const { login, email, privilege } = user;
  const { account } = holder;
  const signInId = compositeId(account.digitalId, login);
  return { id: made.id, account, standing: privilege, name: login, login, email, signInId };
}

/** Keeps a user out from now on. */
async function shutOut(tx: Db, holder: CastPerson, user: CastPerson, by: "disable" | "remove"): Promise<CastPerson> {
  await told(tx, holder, `users.${by}`, async () => {
    const auth = authorize(memberOf(holder), `users.${by}`, tx);
    const before = await tx.person.findUniqueOrThrow({ where: { id: user.id } });
    const after = await changeUser(auth, before, { [by === "disable" ? "disabledAt" : "removedAt"]: auth.now });
    return { after, changes: changesBetween(before, after, ["status"]) };
  });
  return user;
}

/** Does something to a user, with the account locked before and the activity line after. */
async function told<T extends { id: string; login: string }>(
  tx: Db,
  holder: CastPerson,
  permission: Permission,
  work: () => Promise<{ after: T; changes: Line["changes"] }>,
): Promise<T> {
  const held = await lockAccount(tx, holder.account.id);
  const { after, changes } = await work();
  const subject = { id: after.id, name: after.login };
  await appendLine(tx, held, { subject, changes, at: new Date(), permission }, memberOf(holder));
  return after;
}

const browser: Browser = { token: "", known: "", userAgent: "" };
const address = "127.0.0.1";
const stranger: Stranger = { kind: "stranger", address, browser };

function memberOf({ id, account, standing, name, login, email }: CastPerson): Member {
  return {
    kind: "member",
    personId: id,
    accountId: account.id,
    sessionId: "",
    tokenHash: "",
    standing,
    passwordDue: false,
    name,
    knownAs: name,
    login,
    email,
    digitalId: account.digitalId,
    handle: account.handle,
    accountName: "",
    holderName: "",
    timeZone: "",
    theme: "system",
    address,
    browser,
  };
}
