import "server-only";
import type { Authorized, Lasting, Locked } from "@/lib/access/authorize";
import type { Prisma } from "@/lib/database/db";
import { deleteFree, updateFree } from "@/lib/database/locks";
import { aliveAt, factorWithin, openAt, type OpenSession } from "@/lib/domain/sessions/rules";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { env } from "@/lib/runtime/env.mjs";
import { remember } from "@/lib/security/known-browser";
import { hashOf, newId, newToken } from "@/lib/security/tokens";

/** The sessions were used now; one that ended meanwhile stays over. One that is being changed is told of at its next use. */
export async function touchSessions({ writer, now }: Lasting<"session.note-use">, ids: readonly string[]): Promise<void> {
  await updateFree(writer, "Session", ids, "lastSeenAt", now);
}

/**
 * The sessions of a person of the account; it throws if they are of another. They are named by the person alone: with the account in the
 * condition too, SQLite would look through all sessions of the account.
 */
async function sessionsOf({ db, accountId }: Locked, personId: string): Promise<{ personId: string }> {
  await db.person.findUniqueOrThrow({ where: { id: personId, accountId }, select: { id: true } });
  return { personId };
}

/** Whoever comes in with a session that they did not have before. */
type Coming = "session.start" | "session.start-passkey" | "session.verify" | "account.create" | "account.confirm";

/** A new session of a person of the account; the token goes into their cookie. */
export async function insertSession(
  { db, now, actor, accountId }: Locked<Coming>,
  person: { id: string },
  { token, userAgent, method, factorDue }: { token: string; userAgent: string; method: SignInMethod; factorDue: boolean },
): Promise<void> {
  await db.session.create({
    data: {
      id: newId(),
      tokenHash: hashOf(token),
      accountId,
      personId: person.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + (factorDue ? factorWithin : env.sessionHours * 3_600_000)),
      method,
      factorDue,
      provedAt: now,
      address: actor.address,
      userAgent: userAgent.slice(0, 255),
    },
    select: { id: true },
  });
}

/** The actor's row, for what follows from their coming in. */
export const findComing = ({ db, actor }: Locked<"session.verify">) => db.person.findUniqueOrThrow({ where: { id: actor.principal.personId } });

/** The row of the session that the actor uses. */
const ownOf = ({ actor, accountId }: Locked<"session.confirm" | "session.end" | "session.verify" | Renewing | "enrolment.confirm">) => ({
  id: actor.credential.sessionId,
  accountId,
});

/** The actor has just proved again who they are, in the session that they use. */
export async function markProved(auth: Locked<"session.confirm">): Promise<void> {
  await auth.db.session.update({ where: ownOf(auth), data: { provedAt: auth.now }, select: { id: true } });
}

/** Whoever goes on under another token: see `renewToken`. */
type Renewing = "session.confirm" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key";

/** Gives the actor's session another token: the one before opens nothing from now on (OWASP ASVS 5.0, V7.2.4). */
export async function renewToken(auth: Locked<Renewing>): Promise<string> {
  const token = newToken();
  await auth.db.session.update({ where: ownOf(auth), data: { tokenHash: hashOf(token) }, select: { id: true } });
  return token;
}

/** The actor opened the link of a mail to them in the session that they use. */
export async function markMailProved(auth: Locked<"enrolment.confirm">): Promise<void> {
  await auth.db.session.update({ where: ownOf(auth), data: { mailProved: true }, select: { id: true } });
}

/** What was proved by a mail to the old address of somebody of the account proves nothing of the new one. */
export async function forgetMailProofs(auth: Locked<"users.edit" | "email.confirm" | "email.set">, personId: string): Promise<void> {
  const where = { ...(await sessionsOf(auth, personId)), mailProved: true };
  await auth.db.session.updateMany({ where, data: { mailProved: false } });
}

/** That proof is good for one factor: who has none again, and must have one, opens another mail. */
export async function spendMailProof(auth: Locked<"factors.add-app" | "factors.add-key">): Promise<void> {
  if (auth.actor.credential.mailProved) await auth.db.session.update({ where: ownOf(auth), data: { mailProved: false }, select: { id: true } });
}

/** Ends the actor's own session. */
export async function endOwnSession(auth: Locked<"session.end" | "session.verify">): Promise<void> {
  await auth.db.session.deleteMany({ where: ownOf(auth) });
}

/** Ends whatever session the browser still held when somebody came in anew with it. It may be one of another account: the browser had it. */
export async function endSessionOfToken({ db }: Locked<Coming>, token: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash: hashOf(token) } });
}

// ——— sessions that end elsewhere: no browser is known any more that their person came in with, but the one in use ———

/** What the browser in use keeps from now on: its person is in front of it. */
type Remarked = { known: string };

/** Another open session of the actor's; null where it is not theirs, or over. */
export const findOwnOther = ({ db, now, actor }: Authorized<"session.end-one">, id: string) =>
  db.session.findFirst({ where: { ...openAt(now), id, personId: actor.principal.personId }, select: { id: true, userAgent: true } });

/** Ends such a session. */
export async function endOwnOther(auth: Locked<"session.end-one">, session: { id: string }): Promise<Remarked> {
  const { principal, browser } = auth.actor;
  return { known: remember(browser.known, await endOne(auth, principal.personId, session)) };
}

type EndingOthers = Locked<"session.end-others" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key">;

/** Ends all sessions of the actor but the one they use, and how many ended. */
export async function endOtherSessions(auth: EndingOthers): Promise<{ ended: number } & Remarked> {
  const { principal, browser } = auth.actor;
  const { ended, person } = await endAll(auth, othersOf(auth));
  return { ended, known: remember(browser.known, { ...person, id: principal.personId }) };
}

/** Whether the actor has any but the one they use, which those would end. */
export const hasOtherSessions = (auth: Locked<"session.end-others">): Promise<boolean> => hasAlive(auth, othersOf(auth));

/** Ends every session of a user of the account. How many ended. */
export async function endSessionsOf(
  auth: Locked<"users.disable" | "users.remove" | "users.set-password" | "users.edit" | "users.reset-two-factor" | "users.end-sessions">,
  personId: string,
): Promise<number> {
  return (await endAll(auth, { personId })).ended;
}

/** Whether a user of the account has any session that this would end. */
export const hasSessions = (auth: Locked<"users.end-sessions">, personId: string): Promise<boolean> => hasAlive(auth, { personId });

/** Ends every session of somebody, wherever they are: their password, address or factors are no more what they were. How many ended. */
export async function endEverySession(
  auth: Locked<"password.reset" | "password.set" | "two-factor.reset" | "email.take-back">,
  personId: string,
): Promise<number> {
  return (await endAll(auth, { personId })).ended;
}

/** Ends one session of a user of the account; null where it is none of theirs, or over. */
export async function endSessionOf(auth: Locked<"users.end-sessions">, personId: string, id: string): Promise<{ userAgent: string } | null> {
  const session = await auth.db.session.findFirst({ where: { ...openAt(auth.now), id, personId }, select: { id: true, userAgent: true } });
  if (session) await endOne(auth, personId, session);
  return session;
}

/** Which sessions of a person end. They are named by the person alone, as by `sessionsOf`: `forgetBrowsers` asks for the account. */
type Ending = { personId: string; id?: { not: string } };

const othersOf = ({ actor }: EndingOthers): Ending => ({
  personId: actor.principal.personId,
  id: { not: actor.credential.sessionId },
});

/** Log-ins that still owe their second factor end and count too. What was over already goes with them, and counts for nothing. */
async function endAll(auth: Locked, which: Ending) {
  const person = await forgetBrowsers(auth, which.personId);
  const { count: ended } = await auth.db.session.deleteMany({ where: { ...which, ...aliveAt(auth.now) } });
  await auth.db.session.deleteMany({ where: which });
  return { ended, person };
}

const hasAlive = async ({ db, now }: Locked, which: Ending): Promise<boolean> =>
  (await db.session.findFirst({ where: { ...which, ...aliveAt(now) }, select: { id: true } })) !== null;

async function endOne(auth: Locked, personId: string, { id }: { id: string }) {
  const person = await forgetBrowsers(auth, personId);
  await auth.db.session.deleteMany({ where: { id, personId } });
  return person;
}

/** Ends the marks of all browsers of a person of the account; it throws if they are of another. Their next ones are made from what it returns. */
const forgetBrowsers = ({ db, accountId }: Locked, id: string) =>
  db.person.update({ where: { id, accountId }, data: { browserSalt: newId() }, select: { id: true, browserSalt: true } });

/** So many are shown; of the others it is told how many they are, as far as that is worth counting. */
const shown = 25;
const countedAtMost = 1000;

/** The open sessions of the actor: the one they use, then the others, the last used first. */
export async function listOwnSessions(auth: Authorized<"security.view">): Promise<OpenSessions> {
  const { principal: { personId }, credential: { sessionId } } = auth.actor;
  const own = await auth.db.session.findUniqueOrThrow({ where: { id: sessionId }, select: told });
  const { sessions, more } = await listOpen(auth, { personId, id: { not: sessionId } }, shown - 1);
  return { sessions: [own, ...sessions], more };
}

/** The open sessions of a user of the actor's account, the last used first. */
export async function listSessionsOf(auth: Authorized<"users.sessions">, personId: string): Promise<OpenSessions> {
  return listOpen(auth, { personId, accountId: auth.actor.principal.accountId }, shown);
}

/** `more`: how many others are open; a thousand and one where they are more than a thousand. */
export type OpenSessions = { sessions: OpenSession[]; more: number };

const told = { id: true, userAgent: true, address: true, method: true, createdAt: true, lastSeenAt: true } as const;

/** Costs the same however many sessions there are. */
async function listOpen({ db, now }: Authorized, whose: object, most: number): Promise<OpenSessions> {
  const where = { ...openAt(now), ...whose };
  // The order is told for the count too: without one Prisma sorts what it counts by the id.
  const orderBy: Prisma.SessionOrderByWithRelationInput[] = [{ lastSeenAt: "desc" }, { id: "desc" }];
  const rows = await db.session.findMany({ where, orderBy, take: most + 1, select: told });
  const more = rows.length > most ? (await db.session.count({ where, orderBy, take: most + countedAtMost + 1 })) - most : 0;
  return { sessions: rows.slice(0, most), more };
}

/** Forgets sessions that are over, of all accounts, the oldest first, at most so many. How many it forgot. */
export async function forgetOldSessions({ db, writer, now }: Lasting<"installation.upkeep">, most: number): Promise<number> {
  const over = await db.session.findMany({ where: { expiresAt: { lt: now } }, orderBy: { expiresAt: "asc" }, take: most, select: { id: true } });
  return (await deleteFree(writer, "Session", over.map(({ id }) => id))).length;
}

/** Whatever sessions a user still has who is being erased. */
export async function forgetSessionsOf(auth: Locked<"users.erase">, personId: string): Promise<void> {
  await auth.db.session.deleteMany({ where: await sessionsOf(auth, personId) });
}
