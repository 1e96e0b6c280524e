import "server-only";
import type { Reader } from "@/lib/database/db";
import { env } from "@/lib/runtime/env.mjs";

/** Finds a session with its person and account, in one query. Null if it ended or is idle, or if its person cannot log in. */
export async function findSession(db: Reader, by: { tokenHash: string; now: Date }) {
  const idleSince = new Date(by.now.getTime() - env.idleMinutes * 60_000);
  const [row] = await db.$queryRaw<SessionRow[]>`
    SELECT s."id" AS "sessionId", s."tokenHash", s."lastSeenAt", s."expiresAt", s."factorDue", s."provedAt", s."mailProved", p."id" AS "personId", p."privilege", p."login", p."email",
      p."firstName", p."lastName", p."displayName", p."timeZone", p."language", p."theme", p."changeDue", p."twoFactor", p."browserSalt",
      a."id" AS "accountId", a."digitalId", a."handle", a."organisation", a."twoFactorFor", a."twoFactorFrom",
      h."firstName" AS "holderFirstName", h."lastName" AS "holderLastName"
    FROM "Session" s
    JOIN "Person" p ON p."id" = s."personId"
    JOIN "Account" a ON a."id" = s."accountId"
    JOIN "Person" h ON h."id" = a."holderId"
    WHERE s."tokenHash" = ${by.tokenHash} AND s."expiresAt" > ${by.now}
      AND s."lastSeenAt" > ${idleSince} AND p."disabledAt" IS NULL AND p."removedAt" IS NULL`;
  if (!row) return null;
  const { sessionId, tokenHash, lastSeenAt, expiresAt, factorDue, provedAt, mailProved, personId, accountId, ...rest } =
    row;
  const { digitalId, handle, organisation, twoFactorFor, twoFactorFrom, holderFirstName, holderLastName, ...person } =
    rest;
  return {
    id: sessionId,
    tokenHash,
    lastSeenAt: new Date(lastSeenAt),
    expiresAt: new Date(expiresAt),
    factorDue: Boolean(factorDue),
    provedAt: new Date(provedAt),
    mailProved: Boolean(mailProved),
    /** The time of the query. */
    now: by.now,
    person: { ...person, id: personId, changeDue: Boolean(person.changeDue), twoFactor: Boolean(person.twoFactor) },
    account: {
      id: Number(accountId),
      digitalId,
      handle,
      organisation,
      twoFactorFor,
      twoFactorFrom: new Date(twoFactorFrom),
    },
    holder: { firstName: holderFirstName, lastName: holderLastName },
  };
}

type SessionRow = {
  sessionId: string;
  tokenHash: string;
  lastSeenAt: string | Date;
  expiresAt: string | Date;
  factorDue: boolean | number;
  provedAt: string | Date;
  mailProved: boolean | number;
  personId: string;
  privilege: string;
  login: string;
  email: string;
  firstName: string;
  lastName: string;
  displayName: string;
  timeZone: string;
  language: string;
  theme: string;
  changeDue: boolean | number;
  twoFactor: boolean | number;
  browserSalt: string;
  accountId: number | bigint;
  digitalId: string;
  handle: string;
  organisation: string;
  twoFactorFor: string;
  twoFactorFrom: string | Date;
  holderFirstName: string;
  holderLastName: string;
};
