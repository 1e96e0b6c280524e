import { hashOf, newId, newToken } from "@/lib/security/tokens";
import type { CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";

/** A session's cookie, as a request sends it and as the database stores it. */
export type Session = { cookie: string; token: string; id: string };

// By the session's cookie.
const people = new Map<string, string>();

/** The person of this cookie, if the session was started here. */
export const personOf = (cookie: string): string | undefined =>
  people.get(cookie.split(/; */).find((pair) => pair.includes("steward-session=")) ?? "");

/** Creates a session row of the person, as a log-in does. The server decides whether they may come in. */
export async function startSession(
  { database, origin }: Pick<Place, "database" | "origin">,
  person: CastPerson,
  how: Begun = {},
): Promise<Session> {
  const [id, token, now] = [newId(), newToken(), new Date()];
  await database.writer.session.create({
    data: {
      id,
      tokenHash: hashOf(token),
      accountId: person.account.id,
      personId: person.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 12 * 3_600_000),
      provedAt: now,
      ip: "127.0.0.1",
      userAgent: "",
      ...how,
    },
    select: { id: true },
  });
  const cookie = `${sessionCookie(origin)}=${token}`;
  people.set(cookie, person.id);
  return { id, token, cookie };
}

/** How a session began and when it was used, if not now and without details. */
type Begun = {
  factorDue?: boolean;
  method?: string;
  ip?: string;
  userAgent?: string;
  createdAt?: Date;
  lastSeenAt?: Date;
};

/** The name of the session's cookie at this origin. */
export const sessionCookie = (origin: string) => `${origin.startsWith("https:") ? "__Host-" : ""}steward-session`;
