import "server-only";
import type { Authorized, Autocommit, Locked } from "@/lib/access/authorize";
import type { Prisma } from "@/lib/database/db";
import { deleteFree, updateFree } from "@/lib/database/locks";
import { aliveAt, factorWithin, openAt, type OpenSession } from "@/lib/domain/sessions/rules";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { env } from "@/lib/runtime/env.mjs";
import { remember } from "@/lib/security/known-browser";
import { hashOf, newId, newToken } from "@/lib/security/tokens";

/** Sets the last use of sessions to now. Skips ended sessions, and locked ones: their next use counts again. */
export async function touchSessions(
  { writer, now }: Autocommit<"session.note-use">,
  ids: readonly string[],
): Promise<void> {
  await updateFree(writer, "Session", ids, "lastSeenAt", now);
}

/**
 * The condition for the sessions of a person of the account. Throws if the person belongs to another account. The condition
 * names only the person: with the account too, SQLite would read all sessions of the account.
 */
async function sessionsOf({ db, accountId }: Locked, personId: string): Promise<{ personId: string }> {
  await db.person.findUniqueOrThrow({ where: { id: personId, accountId }, select: { id: true } });
  return { personId };
}

/** The operations that start a session. */
type PersonLoggingIn =
  | "session.start"
  | "session.start-passkey"
  | "session.verify"
  | "account.create"
  | "account.confirm";

/** Inserts a session of a person of the account. The token goes into their cookie. */
export async function insertSession(
  { db, now, actor, accountId }: Locked<PersonLoggingIn>,
  person: { id: string },
  {
    token,
    userAgent,
    method,
    factorDue,
  }: { token: string; userAgent: string; method: SignInMethod; factorDue: boolean },
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
      ip: actor.source,
      userAgent: userAgent.slice(0, 255),
    },
    select: { id: true },
  });
}

/** The actor's row, for the rest of the login. */
export const findPersonLoggingIn = ({ db, actor }: Locked<"session.verify">) =>
  db.person.findUniqueOrThrow({ where: { id: actor.principal.personId } });

/** The condition for the actor's current session. */
const ownOf = ({
  actor,
  accountId,
}: Locked<"session.confirm" | "session.end" | "session.verify" | Renewing | "enrolment.confirm">) => ({
  id: actor.credential.sessionId,
  accountId,
});

/** Notes that the actor has just re-authenticated in their current session. */
export async function markProved(auth: Locked<"session.confirm">): Promise<void> {
  await auth.db.session.update({ where: ownOf(auth), data: { provedAt: auth.now }, select: { id: true } });
}

/** The operations that renew the session's token: see `renewToken`. */
type Renewing = "session.confirm" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key";

/** Gives the actor's session a new token. The old one is worthless from now on (OWASP ASVS 5.0, V7.2.4). */
export async function renewToken(auth: Locked<Renewing>): Promise<string> {
  const token = newToken();
  await auth.db.session.update({ where: ownOf(auth), data: { tokenHash: hashOf(token) }, select: { id: true } });
  return token;
}

/** Notes that the actor opened an emailed link in their current session. */
export async function markMailProved(auth: Locked<"enrolment.confirm">): Promise<void> {
  await auth.db.session.update({ where: ownOf(auth), data: { mailProved: true }, select: { id: true } });
}

/** Forgets confirmations by email: they were made with the old email address, and prove nothing about the new one. */
export async function revokeMailProofs(
  auth: Locked<"users.edit" | "email.confirm" | "email.set">,
  personId: string,
): Promise<void> {
  const where = { ...(await sessionsOf(auth, personId)), mailProved: true };
  await auth.db.session.updateMany({ where, data: { mailProved: false } });
}

/** Uses up the confirmation by email: it allows adding one verification method. To add a first one again, the user confirms again. */
export async function spendMailProof(auth: Locked<"factors.add-app" | "factors.add-key">): Promise<void> {
  if (auth.actor.credential.mailProved)
    await auth.db.session.update({ where: ownOf(auth), data: { mailProved: false }, select: { id: true } });
}

/** Ends the actor's own session. */
export async function endOwnSession(auth: Locked<"session.end" | "session.verify">): Promise<void> {
  await auth.db.session.deleteMany({ where: ownOf(auth) });
}

/** Ends the session that the browser still held at a new login. It may belong to another account. */
export async function endSessionOfToken({ db }: Locked<PersonLoggingIn>, token: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash: hashOf(token) } });
}

// ——— sessions that end elsewhere: all browsers of the person become unknown, except the current one ———

/** The new mark of the current browser, which stays known. */
type Remarked = { known: string };

/** Finds another open session of the actor. Null if it is not theirs or has ended. */
export const findOwnOther = ({ db, now, actor }: Authorized<"session.end-one">, id: string) =>
  db.session.findFirst({
    where: { ...openAt(now), id, personId: actor.principal.personId },
    select: { id: true, userAgent: true },
  });

/** Ends another session of the actor. */
export async function endOwnOther(auth: Locked<"session.end-one">, session: { id: string }): Promise<Remarked> {
  const { principal, browser } = auth.actor;
  return { known: remember(browser.known, await endOne(auth, principal.personId, session)) };
}

type EndingOthers = Locked<
  "session.end-others" | "password.change" | "password.renew" | "factors.add-app" | "factors.add-key"
>;

/** Ends all sessions of the actor except the current one. Returns how many ended. */
export async function endOtherSessions(auth: EndingOthers): Promise<{ ended: number } & Remarked> {
  const { principal, browser } = auth.actor;
  const { ended, person } = await endAll(auth, othersOf(auth));
  return { ended, known: remember(browser.known, { ...person, id: principal.personId }) };
}

/** Whether the actor has other sessions to end. */
export const hasOtherSessions = (auth: Locked<"session.end-others">): Promise<boolean> =>
  hasAlive(auth, othersOf(auth));

/** Ends all sessions of a user of the account. Returns how many ended. */
export async function endSessionsOf(
  auth: Locked<
    | "users.disable"
    | "users.remove"
    | "users.set-password"
    | "users.edit"
    | "users.reset-two-factor"
    | "users.end-sessions"
  >,
  personId: string,
): Promise<number> {
  return (await endAll(auth, { personId })).ended;
}

/** Whether a user of the account has sessions to end. */
export const hasSessions = (auth: Locked<"users.end-sessions">, personId: string): Promise<boolean> =>
  hasAlive(auth, { personId });

/** Ends all sessions of a person after a change of their password, email address or verification methods. Returns how many ended. */
export async function endEverySession(
  auth: Locked<"password.reset" | "password.set" | "two-factor.reset" | "email.take-back">,
  personId: string,
): Promise<number> {
  return (await endAll(auth, { personId })).ended;
}

/** Ends one session of a user of the account. Null if it is not theirs or has ended. */
export async function endSessionOf(
  auth: Locked<"users.end-sessions">,
  personId: string,
  id: string,
): Promise<{ userAgent: string } | null> {
  const session = await auth.db.session.findFirst({
    where: { ...openAt(auth.now), id, personId },
    select: { id: true, userAgent: true },
  });
  if (session) await endOne(auth, personId, session);
  return session;
}

/** The condition for the sessions to end. Names only the person, as `sessionsOf` does: `resetKnownBrowsers` checks the account. */
type Ending = { personId: string; id?: { not: string } };

const othersOf = ({ actor }: EndingOthers): Ending => ({
  personId: actor.principal.personId,
  id: { not: actor.credential.sessionId },
});

/** Ends and counts open sessions, including logins that still wait for the second step. Also deletes ended ones, uncounted. */
async function endAll(auth: Locked, which: Ending) {
  const person = await resetKnownBrowsers(auth, which.personId);
  const { count: ended } = await auth.db.session.deleteMany({ where: { ...which, ...aliveAt(auth.now) } });
  await auth.db.session.deleteMany({ where: which });
  return { ended, person };
}

const hasAlive = async ({ db, now }: Locked, which: Ending): Promise<boolean> =>
  (await db.session.findFirst({ where: { ...which, ...aliveAt(now) }, select: { id: true } })) !== null;

async function endOne(auth: Locked, personId: string, { id }: { id: string }) {
  const person = await resetKnownBrowsers(auth, personId);
  await auth.db.session.deleteMany({ where: { id, personId } });
  return person;
}

/**
 * Makes all browsers of a person of the account unknown. Throws if the person belongs to another account. New marks derive from the
 * returned salt.
 */
const resetKnownBrowsers = ({ db, accountId }: Locked, id: string) =>
  db.person.update({
    where: { id, accountId },
    data: { browserSalt: newId() },
    select: { id: true, browserSalt: true },
  });

/** How many sessions a list shows, and up to how many it counts the others. */
const shown = 25;
const countedAtMost = 1000;

/** Lists the actor's open sessions: the current one, then the others, last used first. */
export async function listOwnSessions(auth: Authorized<"security.view">): Promise<OpenSessions> {
  const {
    principal: { personId },
    credential: { sessionId },
  } = auth.actor;
  const own = await auth.db.session.findUniqueOrThrow({ where: { id: sessionId }, select: listedFields });
  const { sessions, more } = await listOpen(auth, { personId, id: { not: sessionId } }, shown - 1);
  return { sessions: [own, ...sessions], more };
}

/** Lists the open sessions of a user of the actor's account, last used first. */
export async function listSessionsOf(auth: Authorized<"users.sessions">, personId: string): Promise<OpenSessions> {
  return listOpen(auth, { personId, accountId: auth.actor.principal.accountId }, shown);
}

/** `more`: how many others are open. 1001 stands for more than a thousand. */
export type OpenSessions = { sessions: OpenSession[]; more: number };

const listedFields = { id: true, userAgent: true, ip: true, method: true, createdAt: true, lastSeenAt: true } as const;

/** The cost does not depend on the number of sessions. */
async function listOpen({ db, now }: Authorized, whose: object, most: number): Promise<OpenSessions> {
  const where = { ...openAt(now), ...whose };
  // The count names the order too: without it, Prisma sorts the counted rows by id.
  const orderBy: Prisma.SessionOrderByWithRelationInput[] = [{ lastSeenAt: "desc" }, { id: "desc" }];
  const rows = await db.session.findMany({ where, orderBy, take: most + 1, select: listedFields });
  const more =
    rows.length > most ? (await db.session.count({ where, orderBy, take: most + countedAtMost + 1 })) - most : 0;
  return { sessions: rows.slice(0, most), more };
}

/** Deletes at most `most` expired sessions of all accounts, oldest first. Returns how many it deleted. */
export async function deleteOldSessions(
  { db, writer, now }: Autocommit<"installation.upkeep">,
  most: number,
): Promise<number> {
  const over = await db.session.findMany({
    where: { expiresAt: { lt: now } },
    orderBy: { expiresAt: "asc" },
    take: most,
    select: { id: true },
  });
  return (
    await deleteFree(
      writer,
      "Session",
      over.map(({ id }) => id),
    )
  ).length;
}

/** Deletes the remaining sessions of a user who is being deleted for good. */
export async function deleteSessionsOf(auth: Locked<"users.erase">, personId: string): Promise<void> {
  await auth.db.session.deleteMany({ where: await sessionsOf(auth, personId) });
}
