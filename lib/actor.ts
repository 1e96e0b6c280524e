import "server-only";
import { cookies } from "next/headers";
import { db, type Db } from "@/lib/db";
import type { Standing } from "@/lib/policy";
import { currentRequest } from "@/lib/request";
import { cookieName } from "@/lib/sessions/cookie";
import { findSession, touchSession } from "@/lib/sessions/store";

/** Who asks: somebody signed out, a person with a session, or the operator in a shell on the server. */
export type Actor = Stranger | Member | Operator;

export type Stranger = { kind: "stranger"; address: string };

export type Operator = { kind: "operator"; address: string };

/** The holder or a user of an account, read from the database at each request: nothing about rights is kept anywhere. */
export type Member = {
  kind: "member";
  personId: string;
  accountId: number;
  sessionId: string;
  standing: Standing;
  /** A password change is due, and nothing else is open before it. */
  passwordDue: boolean;
  /** Display name, else first and last name, else the login. */
  name: string;
  /** Empty for the holder. */
  login: string;
  email: string;
  digitalId: string;
  handle: string;
  /** The account's organisation, else its holder's name. */
  accountName: string;
  timeZone: string;
  theme: string;
  /** Where the request comes from. */
  address: string;
};

/** Who sends the request under way, by its session cookie. */
export async function currentActor(): Promise<Actor> {
  const { address } = currentRequest();
  const token = (await cookies()).get(cookieName)?.value;
  if (!token) return { kind: "stranger", address };
  const session = await findSession(db, { token, now: new Date() });
  if (!session) return { kind: "stranger", address };
  await touchSession(session, new Date());
  return memberOf(session, address);
}

/** The same actor as the transaction sees them: they may have been demoted, disabled or signed out in between. */
export async function sameActor(tx: Db, actor: Actor): Promise<Actor> {
  if (actor.kind !== "member") return actor;
  const session = await findSession(tx, { id: actor.sessionId, now: new Date() });
  return session ? memberOf(session, actor.address) : { kind: "stranger", address: actor.address };
}

type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

function memberOf({ id, person, account, holder }: FoundSession, address: string): Member {
  return {
    kind: "member",
    personId: person.id,
    accountId: account.id,
    sessionId: id,
    standing: person.privilege as Standing,
    passwordDue: person.changeDue,
    name: person.displayName || fullName(person) || person.login,
    login: person.login,
    email: person.email,
    digitalId: account.digitalId,
    handle: account.handle,
    accountName: account.organisation || fullName(holder),
    timeZone: person.timeZone,
    theme: person.theme,
    address,
  };
}

const fullName = (person: { firstName: string; lastName: string }) => `${person.firstName} ${person.lastName}`.trim();
