// The server while its PostgreSQL is unreachable: every request is told so, nothing is half done, and the same process continues
// afterwards. e2e/locked.spec.ts tests a locked SQLite.
import pg from "pg";
import { expect, expectTrue, rowsOf, test } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { openDatabase } from "@/lib/database/db";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, castPassword, type Cast } from "@/lib/testing/cast";
import { lineTo, type Line } from "@/lib/testing/line";
import { createDatabase } from "@/lib/testing/postgres";
import { startServer, type Place } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { actionResult, wireTo, type Answer, type Wire } from "@/lib/testing/wire";

test("While PostgreSQL is unreachable, every request is told so and nothing changes; afterwards the same server continues", async ({
  installation,
}) => {
  test.setTimeout(rounds(120_000, 240_000));
  const databaseUrl = await createDatabase(installation.databaseUrl, `outage_${word()}`);
  const line = await lineTo(databaseUrl);
  const server = await startServer({ databaseUrl: line.url, secret: installation.secret });
  const wire = wireTo(server.origin);
  const place: Place = { ...installation, ...server, database: openDatabase(databaseUrl) };
  const cast = await addCast(place.database);
  const { cookie } = await startSession(place, cast.xavier);
  const asked = await everyKind(cast, wire, cookie);

  for (const [how, { begin, end }] of Object.entries(waysOf(line, databaseUrl, installation.databaseUrl))) {
    expect((await wire.send({ path: paths.users, cookie })).status, `before ${how}`).toBe(200);
    const before = await rowsOf(place.database, cast.account.id);
    await begin();
    try {
      await Promise.all(
        Object.entries(asked).map(async ([what, send]) => expectUnavailable(await send(), `${what}, ${how}`)),
      );
      // Without a session, the login page and a missing page need no database.
      expect((await wire.send({ path: paths.logIn })).status).toBe(200);
      expect((await wire.send({ path: "/nowhere" })).status).toBe(404);
      // Files for programs need none either, also with a session.
      for (const path of ["/robots.txt", "/site.webmanifest"])
        expect((await wire.send({ path, cookie })).status, path).toBe(200);
    } finally {
      await end();
    }
    await expect.poll(async () => (await wire.send({ path: "/healthz" })).status).toBe(200);
    const open = await Promise.all([paths.account, paths.users].map((path) => wire.send({ path, cookie })));
    expect(
      open.map(({ status }) => status),
      `the session lives on after ${how}`,
    ).toEqual([200, 200]);
    expect(await rowsOf(place.database, cast.account.id), `${how} changes nothing`).toEqual(before);
  }

  expect(actionResult(await wire.act("addUserAction", newUser(), { cookie })).outcome).toBe("done");
  expect((await wire.send({ method: "POST", path: paths.logOut, cookie })).status).toBe(303);
  wire.close();
  await server.stop();
  await place.database.close();
  await line.close();
});

test("Writes that lose their database are complete or absent, and acknowledged ones are stored", async ({
  installation,
}) => {
  const databaseUrl = await createDatabase(installation.databaseUrl, `outage_${word()}`);
  const line = await lineTo(databaseUrl);
  const server = await startServer({ databaseUrl: line.url, secret: installation.secret });
  const wire = wireTo(server.origin);
  const place: Place = { ...installation, ...server, database: openDatabase(databaseUrl) };
  const { xavier, account } = await addCast(place.database);
  const { cookie } = await startSession(place, xavier);

  const acknowledged: string[] = [];
  const edit = (version: number, organisation: string) =>
    wire.act("editAccountAction", { ...nowhere, version: String(version), organisation }, { cookie });
  const untilLost = async () => {
    for (let version = 0; ; version++) {
      const organisation = word();
      const answer = await edit(version, organisation);
      if (actionResult(answer).outcome !== "done")
        return expectUnavailable(answer, "an edit that lost its database", lostKeys);
      acknowledged.push(organisation);
    }
  };
  const edits = untilLost();
  await expect.poll(() => acknowledged.length, { intervals: [5] }).toBeGreaterThan(5);
  await line.cut();
  const last = await edits;
  await line.mend();

  await expect.poll(async () => (await wire.send({ path: "/healthz" })).status).toBe(200);
  const { organisation, version } = await place.database.db.account.findUniqueOrThrow({ where: { id: account.id } });
  // The last write may be stored, and its sender was not told otherwise.
  expect([acknowledged.length, acknowledged.length + 1]).toContain(version);
  if (version === acknowledged.length) expect(organisation).toBe(acknowledged.at(-1));
  else expect(last).toBe("outcomes.unknown");
  const lines = () =>
    place.database.db.activity.count({ where: { accountId: account.id, permission: "account.edit" } });
  expect(await lines()).toBe(version);

  // Loses the answer to a COMMIT that arrived. Background work may commit first.
  let [now, unanswered] = [version, ""];
  await expect
    .poll(async () => {
      line.cutAt("COMMIT", "answer");
      const { outcome, sentence } = actionResult(await edit(now, (unanswered = word())));
      if (outcome === "done") now++;
      return sentence?.key;
    })
    .toBe("outcomes.unknown");
  const stored = await place.database.db.account.findUniqueOrThrow({ where: { id: account.id } });
  expect(stored).toMatchObject({ organisation: unanswered, version: now + 1 });
  expect(await lines()).toBe(now + 1);
  await expectTrue(place.database, account.id);
  wire.close();
  await server.stop();
  await place.database.close();
  await line.close();
});

/** One request of each kind that needs the database. With the database, each would succeed and change rows. */
async function everyKind({ jane }: Cast, wire: Wire, cookie: string): Promise<Record<string, () => Promise<Answer>>> {
  const typed = { id: jane.signInId, password: castPassword };
  // A form without JavaScript comes with its page, so the page is loaded while the database is up. This first request is refused.
  await wire.post("addUserAction", paths.addUser, {}, { cookie });
  await wire.post("logInAction", paths.logIn, {});
  return {
    "a page of the panel": () => wire.send({ path: paths.users, cookie }),
    "the log-in page with a session": () => wire.send({ path: paths.logIn, cookie }),
    "adding a user": () => wire.act("addUserAction", newUser(), { cookie }),
    "adding a user without JavaScript": () => wire.post("addUserAction", paths.addUser, newUser(), { cookie }),
    "logging in": () => wire.act("logInAction", typed),
    "logging in without JavaScript": () => wire.post("logInAction", paths.logIn, typed),
    "logging out": () => wire.send({ method: "POST", path: paths.logOut, cookie }),
    "the health of the program": () => wire.send({ path: "/healthz" }),
    "asking next-auth who is logged in": () => wire.send({ path: "/api/auth/session", cookie }),
  };
}

const lostKeys = ["outcomes.unavailable", "outcomes.unknown"];

/** Expects 503, a Retry-After header, an understandable sentence, and no removed cookie. Returns the key of an action's sentence. */
function expectUnavailable(answer: Answer, what: string, keys = ["outcomes.unavailable"]) {
  expect([what, answer.status, answer.headers["retry-after"]]).toEqual([what, 503, expect.stringMatching(/^\d+$/)]);
  expect(answer.cookies, what).toEqual([]);
  // For an action, the page itself shows the sentence. Texts that the page carries for its scripts do not count.
  if (String(answer.headers["content-type"]).startsWith("text/x-component")) {
    const { outcome, sentence } = actionResult(answer);
    expect([what, outcome]).toEqual([what, "unavailable"]);
    expect(keys, what).toContain(sentence?.key);
    return sentence?.key;
  }
  const seen = answer.text.replace(/<script\b.*?<\/script>/gs, "");
  expect(seen, what).toMatch(/[Tt]he database d(oes|id) not answer/);
  return undefined;
}

/** The ways in which a database is unreachable, each with its end. */
function waysOf(line: Line, databaseUrl: string, adminUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = async (...statements: string[]) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const silence = { begin: line.hush, end: line.mend };
  return {
    "when its port is closed": { begin: line.cut, end: line.mend },
    "when it is closed for maintenance": {
      begin: () =>
        admin(
          `ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
        ),
      end: () => admin(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`),
    },
    // This has to wait for time-outs of up to 20 seconds.
    ...(rounds(0, 1) === 1 ? { "when it says nothing": silence } : {}),
  };
}

const nowhere = { phone: "", address: "", postcode: "", city: "", country: "" };

const newUser = () => ({
  login: word(),
  email: "new@example.com",
  password: "Harbour-Violin-92-Meadow",
  privilege: "user",
  description: "",
});
