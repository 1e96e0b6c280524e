import { expect, test as plain, type BrowserContext } from "@playwright/test";
import { startInstallation, startSecond } from "@/e2e/installation";
import { verifyChain } from "@/lib/access/audit";
import type { OpenDatabase } from "@/lib/database/db";
import { addCast, type Cast, type CastPerson } from "@/lib/testing/cast";
import { countersAndTruth, serviceCountersAndTruth } from "@/lib/testing/counters";
import type { Engine, Place } from "@/lib/testing/servers";
import { sessionCookie, startSession, type Session } from "@/lib/testing/sessions";
import { wireTo, type Wire } from "@/lib/testing/wire";

export { expect } from "@playwright/test";

/** How `expect.poll` waits for background work: often, because Playwright would soon ask only once a second. */
export const soon = { timeout: 45_000, intervals: [25, 50] };

type OfTest = {
  /** The named people, in accounts of this spec file. */
  cast: Cast;
  /** Logs the user in without a password: writes a session row and gives its cookie to the test's browser. */
  signIn: (person: CastPerson) => Promise<Session>;
  /** Plain HTTP to the server. The server must never answer with a failure of its own. */
  wire: Wire;
};

type OfWorker = {
  /** The server that this worker started, on a database of the project's engine. */
  installation: Place;
  /** Plain HTTP to that server and to a second process on its database, which starts when a test first asks for it. */
  wires: [Wire, Wire];
  casts: Map<string, Promise<Cast>>;
};

/** Playwright's `test`, with a running installation and people in it. */
export const test = plain.extend<OfTest, OfWorker>({
  installation: [
    async ({ browserName: _ }, give, { project }) => {
      const { end, ...installation } = await startInstallation(project.name as Engine);
      await give(installation);
      await end();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  wires: [
    async ({ installation }, give) => {
      const second = await startSecond(installation);
      const wires: [Wire, Wire] = [wireTo(installation.origin), wireTo(second.origin)];
      await give(wires);
      for (const wire of wires) wire.close();
      await second.stop();
      expect(wires.flatMap(({ failures }) => failures)).toEqual([]);
    },
    { scope: "worker" },
  ],
  baseURL: ({ installation }, give) => give(installation.origin),
  casts: [async ({ browserName: _ }, give) => give(new Map()), { scope: "worker" }],
  cast: async ({ installation, casts }, give, { file }) => {
    if (!casts.has(file)) casts.set(file, addCast(installation.database));
    await give(await casts.get(file)!);
  },
  signIn: async ({ installation, context }, give) => {
    await give((person) => signInWith(installation, context, person));
  },
  wire: async ({ installation }, give) => {
    const wire = wireTo(installation.origin);
    await give(wire);
    wire.close();
    expect(wire.failures).toEqual([]);
  },
});

async function signInWith(place: Place, context: BrowserContext, person: CastPerson): Promise<Session> {
  const session = await startSession(place, person);
  const { origin } = place;
  await context.addCookies([
    { name: sessionCookie(origin), value: session.token, url: origin, httpOnly: true, sameSite: "Lax" },
  ]);
  return session;
}

/**
 * All stored rows of these accounts, in a comparable form. Leaves out when a session was last seen, which reading a page may change, and
 * rate limits, which refused requests change too.
 */
export async function rowsOf({ db }: OpenDatabase, ...accountIds: number[]) {
  const where = { accountId: { in: accountIds } };
  const [accounts, people, counts, services, serviceCounts, sessions, activity, factors, codes, links, mails, others] =
    await Promise.all([
      db.account.findMany({ where: { id: { in: accountIds } }, orderBy: { id: "asc" } }),
      db.person.findMany({ where, orderBy: { id: "asc" } }),
      db.userCount.findMany({ where, orderBy: [{ accountId: "asc" }, { privilege: "asc" }, { status: "asc" }] }),
      db.service.findMany({ where, orderBy: { id: "asc" } }),
      db.serviceCount.findMany({ where, orderBy: [{ accountId: "asc" }, { type: "asc" }, { status: "asc" }] }),
      db.session.findMany({ where, orderBy: { id: "asc" }, omit: { lastSeenAt: true } }),
      db.activity.findMany({ where, orderBy: [{ accountId: "asc" }, { seq: "asc" }] }),
      db.factor.findMany({ where, orderBy: { id: "asc" } }),
      db.backupCode.findMany({ where, orderBy: { hash: "asc" } }),
      db.link.findMany({ where, orderBy: { id: "asc" } }),
      // The progress of sending is the background work's own.
      db.mail.findMany({
        where,
        orderBy: { id: "asc" },
        select: { id: true, personId: true, recipient: true, kind: true, params: true },
      }),
      db.account.count(),
    ]);
  const some = counts.filter(({ count }) => count !== 0);
  const rows = {
    accounts,
    people,
    counts: some,
    services,
    serviceCounts,
    sessions,
    activity,
    factors,
    codes,
    links,
    mails,
    others,
  };
  return JSON.parse(JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value))) as Rows;
}

type Row = Record<string, unknown>;

export type Rows = {
  accounts: Row[];
  people: Row[];
  counts: Row[];
  services: Row[];
  serviceCounts: Row[];
  sessions: Row[];
  activity: Row[];
  factors: Row[];
  codes: Row[];
  links: Row[];
  mails: Row[];
  /** The number of all accounts. */
  others: number;
};

/** Checks that the account's chain verifies, that its counters are correct, and that every user has their first entry. */
export async function expectTrue({ db }: OpenDatabase, accountId: number) {
  const { lines, brokenAt } = await verifyChain(db, accountId);
  expect(brokenAt, `the chain of account ${accountId} is whole`).toBeNull();
  expect(lines).toBeGreaterThan(0);

  const { counters, truth } = await countersAndTruth(db, accountId);
  expect(counters).toEqual(truth);
  const services = await serviceCountersAndTruth(db, accountId);
  expect(services.counters).toEqual(services.truth);

  const people = await db.person.findMany({ where: { accountId, kind: "user" }, select: { id: true } });
  const erased = await db.activity.findMany({
    where: { accountId, permission: "users.erase" },
    select: { subjectId: true },
  });
  const all = [...people.map(({ id }) => id), ...erased.map(({ subjectId }) => subjectId)];
  const added = await db.activity.findMany({
    where: { accountId, permission: "users.add" },
    select: { subjectId: true },
  });
  expect(added.map(({ subjectId }) => subjectId).toSorted()).toEqual(all.toSorted());
  expect(
    await db.person.count({ where: { accountId, kind: "holder", status: { in: ["enabled", "change-due"] } } }),
  ).toBe(1);
}
