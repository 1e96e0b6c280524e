import { hashOf, newId, newToken } from "@/lib/security/tokens";
import type { CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";

/** A session's cookie, as a request sends it and as the database knows it. */
export type Session = { cookie: string; token: string; id: string };

// By the session's cookie.
const people = new Map<string, string>();

/** Whose session this cookie carries, where it was started here. */
export const personOf = (cookie: string): string | undefined => people.get(cookie.split(/; */).find((pair) => pair.includes("steward-session=")) ?? "");

/** A session row of the person, as a sign-in writes it. Whether they may come in is for the server to decide. */
export async function startSession({ database, origin }: Pick<Place, "database" | "origin">, person: CastPerson, how: Begun = {}): Promise<Session> {
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
      address: "127.0.0.1",
      userAgent: "",
      ...how,
    },
    select: { id: true },
  });
  const cookie = `${sessionCookie(origin)}=${token}`;
  people.set(cookie, person.id);
  return { id, token, cookie };
}

/** How a session was begun and when it was used, where that is not now and by nobody in particular. */
type Begun = { factorDue?: boolean; method?: string; address?: string; userAgent?: string; createdAt?: Date; lastSeenAt?: Date };

/** The name of the session's cookie at this address. */
export const sessionCookie = (origin: string) => `${origin.startsWith("https:") ? "__Host-" : ""}steward-session`;
