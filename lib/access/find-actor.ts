import "server-only";
import type { Actor, Browser, Member, Person } from "@/lib/access/actor";
import { findSession } from "@/lib/access/find-session";
import { isAskedFor, requiresTwoFactor } from "@/lib/access/two-factor-requirement";
import { db, type Reader } from "@/lib/database/db";
import type { PendingStep, Standing } from "@/lib/policy";
import { hashOf } from "@/lib/security/tokens";

type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** Finds the actor of a request, and their session if the browser's token is valid. */
export async function findActor(
  browser: Browser,
  source: string,
): Promise<{ actor: Actor; session: FoundSession | null }> {
  const session = browser.token ? await findSession(db, { tokenHash: hashOf(browser.token), now: new Date() }) : null;
  const stranger: Actor = { principal: { kind: "stranger" }, credential: null, source, browser };
  return { actor: session ? memberOf(session, source, browser) : stranger, session };
}

/** Reads the same actor again within the transaction: they may have been demoted, disabled or logged out in between. */
export async function refreshActor(tx: Reader, actor: Actor): Promise<Actor> {
  if (actor.credential?.kind !== "session") return actor;
  const { source, browser, credential } = actor as Member;
  const session = await findSession(tx, { tokenHash: credential.tokenHash, now: new Date() });
  return session
    ? memberOf(session, source, browser)
    : { principal: { kind: "stranger" }, credential: null, source, browser };
}

/** The actor of a request with this session. */
function memberOf(session: FoundSession, source: string, browser: Browser): Member {
  const { id: sessionId, tokenHash, expiresAt, provedAt, mailProved } = session;
  const credential = {
    kind: "session",
    sessionId,
    tokenHash,
    expiresAt,
    pendingStep: pendingStepOf(session),
    provedAt,
    mailProved,
  } as const;
  return { principal: personOf(session), credential, source, browser };
}

function personOf({ person, account, holder }: FoundSession): Person {
  const standing = person.privilege as Standing;
  return {
    kind: "person",
    personId: person.id,
    accountId: account.id,
    standing,
    twoFactor: person.twoFactor,
    browserSalt: person.browserSalt,
    factorDueFrom: !person.twoFactor && isAskedFor(account, standing) ? account.twoFactorFrom : null,
    name: person.displayName || fullName(person) || person.login,
    knownAs: person.login || fullName(person),
    login: person.login,
    email: person.email,
    digitalId: account.digitalId,
    handle: account.handle,
    accountName: account.organisation || fullName(holder),
    holderName: fullName(holder),
    timeZone: person.timeZone,
    language: person.language,
    theme: person.theme,
  };
}

function pendingStepOf({ factorDue, person, account, now }: FoundSession): PendingStep | null {
  if (factorDue) return "second-factor";
  if (person.changeDue) return "password";
  return !person.twoFactor && requiresTwoFactor(account, person.privilege as Standing, now) ? "enrolment" : null;
}

const fullName = (person: { firstName: string; lastName: string }) => `${person.firstName} ${person.lastName}`.trim();
