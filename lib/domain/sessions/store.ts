import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { writer, type Db, type Prisma } from "@/lib/database/db";
import { deleteFree, updateFree } from "@/lib/database/locks";
import { aliveAt, factorWithin, openAt, type OpenSession } from "@/lib/domain/sessions/rules";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { env } from "@/lib/runtime/env.mjs";
import { remember } from "@/lib/security/known-browser";
import { hashOf, newId, newToken } from "@/lib/security/tokens";

/** The sessions were used at this moment; one that ended meanwhile stays over. One that is being changed is told of at its next use. */
export async function touchSessions(ids: string[], now: Date): Promise<void> {
  await updateFree(writer, "Session", ids, "lastSeenAt", now);
}

/** A new session of the person; the token goes into their cookie. */
export async function insertSession(
  auth: Authorized<"session.start" | "session.start-passkey" | "session.verify" | "account.create" | "account.confirm">,
  person: { id: string; accountId: number },
  { token, userAgent, method, factorDue }: { token: string; userAgent: string; method: SignInMethod; factorDue: boolean },
): Promise<void> {
  const { db, now, actor } = auth;
  await db.session.create({
    data: {
      id: newId(),
      tokenHash: hashOf(token),
      accountId: person.accountId,
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

/** The actor has just proved again who they are, in the session that they use. */
export async function markProved(auth: Authorized<"session.confirm">): Promise<void> {
  await auth.db.session.update({ where: { id: auth.actor.sessionId }, data: { provedAt: auth.now }, select: { id: true } });
}

/** Gives the actor's session another token: the one before opens nothing from now on (OWASP ASVS 5.0, V7.2.4). */
export async function renewToken(
  auth: Authorized<"session.confirm" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key">,
): Promise<string> {
  const token = newToken();
  await auth.db.session.update({ where: { id: auth.actor.sessionId }, data: { tokenHash: hashOf(token) }, select: { id: true } });
  return token;
}

/** The actor opened the link of a mail to them in the session that they use. */
export async function markMailProved(auth: Authorized<"enrolment.confirm">): Promise<void> {
  await auth.db.session.update({ where: { id: auth.actor.sessionId }, data: { mailProved: true }, select: { id: true } });
}

/** What was proved by a mail to somebody's old address proves nothing of the new one. */
export async function forgetMailProofs({ db }: Authorized<"users.edit" | "email.confirm" | "email.set">, personId: string): Promise<void> {
  await db.session.updateMany({ where: { personId, mailProved: true }, data: { mailProved: false } });
}

/** That proof is good for one factor: who has none again, and must have one, opens another mail. */
export async function spendMailProof({ db, actor }: Authorized<"factors.add-app" | "factors.add-key">): Promise<void> {
  if (actor.mailProved) await db.session.update({ where: { id: actor.sessionId }, data: { mailProved: false }, select: { id: true } });
}

/** Ends the actor's own session. */
export async function endOwnSession(auth: Authorized<"session.end" | "session.verify">): Promise<void> {
  await auth.db.session.deleteMany({ where: { id: auth.actor.sessionId } });
}

/** Ends whatever session the browser still held when somebody signed in anew with it. */
export async function endSessionOfToken(auth: Authorized<"session.start" | "session.start-passkey" | "session.verify" | "account.create" | "account.confirm">, token: string): Promise<void> {
  await auth.db.session.deleteMany({ where: { tokenHash: hashOf(token) } });
}

// ——— sessions that end elsewhere: no browser is known any more that their person came in with, but the one in use ———

/** What the browser in use keeps from now on: its person is in front of it. */
type Remarked = { known: string };

/** Ends another session of the actor's; null where it is not theirs, or over. */
export async function endOwnOther(auth: Authorized<"session.end-one">, id: string): Promise<({ userAgent: string } & Remarked) | null> {
  const ended = await endOpen(auth, { id, personId: auth.actor.personId });
  return ended && { userAgent: ended.userAgent, known: remember(auth.actor.browser.known, ended.person) };
}

/** Ends all sessions of the actor but the one they use, and how many ended. */
export async function endOtherSessions(
  auth: Authorized<"session.end-others" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key">,
): Promise<{ ended: number } & Remarked> {
  const { personId, sessionId, browser } = auth.actor;
  const { ended, person } = await endAll(auth, { personId, id: { not: sessionId } });
  return { ended, known: remember(browser.known, person) };
}

/** Ends every session of a user of the actor's account. How many ended. */
export async function endSessionsOf(
  auth: Authorized<"users.disable" | "users.remove" | "users.set-password" | "users.edit" | "users.reset-two-factor" | "users.end-sessions">,
  personId: string,
): Promise<number> {
  return (await endAll(auth, { personId, accountId: auth.actor.accountId })).ended;
}

/** Ends every session of somebody, wherever they are: their password, address or factors are no more what they were. How many ended. */
export async function endEverySession(auth: Authorized<"password.reset" | "password.set" | "two-factor.reset" | "email.take-back">, personId: string): Promise<number> {
  return (await endAll(auth, { personId })).ended;
}

/** Ends one session of a user of the actor's account; null where it is none of theirs, or over. */
export async function endSessionOf(auth: Authorized<"users.end-sessions">, personId: string, id: string): Promise<{ userAgent: string } | null> {
  return endOpen(auth, { id, personId, accountId: auth.actor.accountId });
}

type Ending = { personId: string; accountId?: number; id?: string | { not: string } };

/** Log-ins that still owe their second factor end and count too. What was over already goes with them, and counts for nothing. */
async function endAll({ db, now }: { db: Db; now: Date }, which: Ending) {
  const { count: ended } = await db.session.deleteMany({ where: { ...which, ...aliveAt(now) } });
  await db.session.deleteMany({ where: which });
  return { ended, person: await forgetBrowsers(db, which) };
}

async function endOpen({ db, now }: { db: Db; now: Date }, which: Ending & { id: string }) {
  const session = await db.session.findFirst({ where: { ...openAt(now), ...which }, select: { userAgent: true } });
  if (!session) return null;
  await db.session.deleteMany({ where: which });
  return { ...session, person: await forgetBrowsers(db, which) };
}

/** Ends the marks of all browsers of a person. Their next ones are made from what it returns. */
const forgetBrowsers = (db: Db, { personId: id, accountId }: Ending) =>
  db.person.update({ where: { id, accountId }, data: { browserSalt: newId() }, select: { id: true, browserSalt: true } });

/** So many are shown; of the others it is told how many they are, as far as that is worth counting. */
const shown = 25;
const countedAtMost = 1000;

/** The open sessions of the actor: the one they use, then the others, the last used first. */
export async function listOwnSessions(auth: Authorized<"security.view">): Promise<OpenSessions> {
  const { personId, sessionId } = auth.actor;
  const own = await auth.db.session.findUniqueOrThrow({ where: { id: sessionId }, select: told });
  const { sessions, more } = await listOpen(auth, { personId, id: { not: sessionId } }, shown - 1);
  return { sessions: [own, ...sessions], more };
}

/** The open sessions of a user of the actor's account, the last used first. */
export async function listSessionsOf(auth: Authorized<"users.sessions">, personId: string): Promise<OpenSessions> {
  return listOpen(auth, { personId, accountId: auth.actor.accountId }, shown);
}

/** `more`: how many others are open; a thousand and one where they are more than a thousand. */
export type OpenSessions = { sessions: OpenSession[]; more: number };

const told = { id: true, userAgent: true, address: true, method: true, createdAt: true, lastSeenAt: true } as const;

/** Costs the same however many sessions there are. */
async function listOpen({ db, now }: { db: Db; now: Date }, whose: object, most: number): Promise<OpenSessions> {
  const where = { ...openAt(now), ...whose };
  // The order is told for the count too: without one Prisma sorts what it counts by the id.
  const orderBy: Prisma.SessionOrderByWithRelationInput[] = [{ lastSeenAt: "desc" }, { id: "desc" }];
  const rows = await db.session.findMany({ where, orderBy, take: most + 1, select: told });
  const more = rows.length > most ? (await db.session.count({ where, orderBy, take: most + countedAtMost + 1 })) - most : 0;
  return { sessions: rows.slice(0, most), more };
}

/** Forgets sessions that are over, of all accounts, the oldest first, at most so many. How many it forgot. */
export async function forgetOldSessions(auth: Authorized<"users.erase">, most: number): Promise<number> {
  const over = await auth.db.session.findMany({
    where: { expiresAt: { lt: auth.now } },
    orderBy: { expiresAt: "asc" },
    take: most,
    select: { id: true },
  });
  return (await deleteFree(auth.db, "Session", over.map(({ id }) => id))).length;
}

/** Whatever sessions a user still has who is being erased. */
export async function forgetSessionsOf(auth: Authorized<"users.erase">, personId: string): Promise<void> {
  await auth.db.session.deleteMany({ where: { personId } });
}
