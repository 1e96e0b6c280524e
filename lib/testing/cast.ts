import "server-only";
import { randomBytes } from "node:crypto";
import { operator } from "@/lib/access/actor";
import type { Db, OpenDatabase } from "@/lib/database/db";
import {
  actOn,
  addUser,
  bringServices,
  inAccount,
  signUp,
  type AccountIds,
  type Bought,
  type Character,
  type Deed,
  type NewCharacter,
} from "@/lib/demo/chronicle";
import { demoPassword } from "@/lib/demo/demo";
import type { LinkKind, MailKind, MailParams } from "@/lib/domain/mail/schema";
import { queueMail } from "@/lib/domain/mail/store";
import { markEmailConfirmed } from "@/lib/domain/people/store";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { daysAfter, dayIn, neverDay } from "@/lib/isomorphic/days";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import type { Privilege } from "@/lib/policy";

/** The password of every person. */
export const castPassword = demoPassword;

export type CastAccount = AccountIds;
export type CastPerson = Character;
export type Cast = Awaited<ReturnType<typeof addCast>>;

/**
 * Creates the named people of tests in two new accounts, as if through the panel: each by the stores, with counters, activity lines and
 * chain. Their IDs and email addresses are new at each call.
 */
export async function addCast({ transaction }: OpenDatabase) {
  const mark = randomBytes(5).toString("hex");
  const first = await transaction(async (tx) => {
    const xavier = await addHolder(tx, ["Xavier", "Xu"], `xavier.${mark}@example.com`);
    const add = (login: string, privilege: Privilege, changeDue = false) =>
      addReachable(tx, xavier, { login, privilege, changeDue, passwordHash, email: `${login}.${mark}@example.com` });
    return {
      /** The account holder. */
      xavier,
      jane: await add("jane", "user"),
      martin: await add("martin", "none"),
      rootB: await add("root.b", "administrator"),
      olga: await shutOut(tx, xavier, await add("olga", "user"), "users.disable"),
      /** Must set her own password before anything else. */
      pia: await add("pia", "user", true),
      remo: await shutOut(tx, xavier, await add("remo", "user"), "users.remove"),
      /** The services of the first account. */
      services: await bringServices(tx, xavier.account, servicesOfFirst(), new Date()),
    };
  });
  const second = await transaction(async (tx) => {
    const yvonne = await addHolder(tx, ["Yvonne", "Yang"], `yvonne.${mark}@example.org`);
    const email = `eve.${mark}@example.org`;
    return {
      /** The account holder of the other account. */
      yvonne,
      /** An Administrator who must never see the first account. */
      eve: await addReachable(tx, yvonne, {
        login: "eve",
        privilege: "administrator",
        changeDue: false,
        passwordHash,
        email,
      }),
      /** Services that the first account must never see. */
      otherServices: await bringServices(
        tx,
        yvonne.account,
        [service("dom-70001", "domain", "yang.example", "active", -200, 165)],
        new Date(),
      ),
    };
  });
  return { ...first, ...second, account: first.xavier.account, other: second.yvonne.account };
}

type Extra = { login: string; privilege?: Privilege; changeDue?: boolean; out?: "disable" | "remove" };

/** Adds one more user to an account, for a test that changes them. The account's holder adds the user. */
export async function addExtra({ transaction }: OpenDatabase, holder: CastPerson, extra: Extra): Promise<CastPerson> {
  const { login, privilege = "user", changeDue = false, out } = extra;
  return transaction(async (tx) => {
    const email = `${login}@example.com`;
    const user = await addReachable(tx, holder, { login, privilege, changeDue, passwordHash, email });
    return out ? shutOut(tx, holder, user, `users.${out}`) : user;
  });
}

/** Adds one more service to an account, for a test that changes it. */
export async function addExtraService(
  { transaction }: OpenDatabase,
  holder: CastPerson,
  reference: string,
): Promise<Bought> {
  const added = await transaction((tx) =>
    bringServices(
      tx,
      holder.account,
      [service(reference, "domain", `${reference}.example`, "active", -90, 275)],
      new Date(),
    ),
  );
  return added[0]!;
}

type MailFields = { kind?: Exclude<MailKind, LinkKind>; params?: MailParams; now?: Date };

/** Queues an email to a person, as for an event of their access. Returns its id. */
export async function addMail(
  { transaction }: OpenDatabase,
  { id: personId, account, email }: CastPerson,
  mail: MailFields = {},
): Promise<string> {
  const { kind = "new-device", params = {}, now = new Date() } = mail;
  const to = { personId, accountId: account.id, email, language: "" };
  const queued = await transaction(async (tx) =>
    queueMail(await inAccount(tx, operator, "two-factor.reset", account.id, now), { to, kind, params }),
  );
  return queued!.id;
}

/** Services in every state and of every type, and some that need attention. Days are counted from today. */
const servicesOfFirst = () => [
  service("dom-40118", "domain", "xu.example", "active", -650, 80, true),
  service("web-20931", "web-hosting", "www.xu.example", "active", -650, 80, true),
  service("mel-33021", "email", "mail.xu.example", "active", -300, 65, true),
  service("vps-7f3a21", "virtual-server", "invoices-eu", "active", -120, 7, true),
  service("vps-7f3b90", "virtual-server", "build-01", "active", -363, 2),
  service("dom-29004", "domain", "xu-old.example", "suspended", -800, -12),
  service("dom-11002", "domain", "xu-2019.example", "expired", -2100, -640),
  service("sup-00712", "other", "Moving in, by our engineers", "active", -640, null),
];

function service(
  reference: string,
  type: ServiceRow["type"],
  name: string,
  status: ServiceRow["status"],
  bought: number,
  renews: number | null,
  automaticRenewal = false,
): ServiceRow {
  const today = dayIn("UTC", new Date());
  const renewsOn = renews === null ? neverDay : daysAfter(today, renews);
  return { reference, type, name, status, boughtOn: daysAfter(today, bought), renewsOn, automaticRenewal };
}

/**
 * The hash of everyone's password, of an earlier and weaker kind (cost 4). The server checks it in a millisecond, and hashes the password
 * again at the person's first log-in.
 */
const passwordHash = "$2b$04$cfJCV104lXzDGARqjpydL.RF48wdic538uGKlcbLpXe1tdMAfznOa";

const addHolder = async (tx: Db, names: [string, string], email: string) =>
  reachable(tx, await signUp(tx, { names, organisation: `${names[1]} Ltd`, email, passwordHash }, new Date()));

const addReachable = async (tx: Db, by: CastPerson, user: NewCharacter) =>
  reachable(tx, await addUser(tx, by, user, new Date()));

/** Marks the person's email address as proved, as if they had used a link that was sent to it. */
async function reachable(tx: Db, person: CastPerson): Promise<CastPerson> {
  await markEmailConfirmed(await inAccount(tx, operator, "email.set", person.account.id, new Date()), {
    id: person.id,
    emailKey: emailKey(person.email),
  });
  return person;
}

async function shutOut(tx: Db, holder: CastPerson, user: CastPerson, deed: Deed): Promise<CastPerson> {
  await actOn(tx, holder, deed, user, new Date());
  return user;
}
