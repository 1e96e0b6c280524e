// The server while another program locks its SQLite file: reads continue, and writes are told so.
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { openDatabase } from "@/lib/database/db";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, castPassword } from "@/lib/testing/cast";
import { newFolder } from "@/lib/testing/folders";
import { startServer, type Place } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { actionResult, wireTo } from "@/lib/testing/wire";

test("While SQLite is locked, pages work and writes are refused without a trace; then the server continues", async ({
  installation,
}) => {
  test.setTimeout(120_000);
  const folder = newFolder("steward-locked");
  const file = join(folder, "steward.db");
  const server = await startServer({ databaseUrl: `file:${file}`, secret: installation.secret });
  const wire = wireTo(server.origin);
  const place: Place = { ...installation, ...server, database: openDatabase(`file:${file}`) };
  const cast = await addCast(place.database);
  // Long enough ago that a page would write the session's last use, and wait for the lock.
  const { id, cookie } = await startSession(place, cast.xavier, { lastSeenAt: new Date(Date.now() - 120_000) });
  const lastSeen = async () =>
    (await place.database.db.session.findUniqueOrThrow({ where: { id } })).lastSeenAt.getTime();
  const long = await lastSeen();
  const before = await rowsOf(place.database, cast.account.id);

  const login = word();
  const user = {
    login,
    email: "new@example.com",
    password: "Harbour-Violin-92-Meadow",
    privilege: "user",
    description: "",
  };
  const writes = {
    "adding a user": () => wire.act("addUserAction", user, { cookie }),
    "logging in": () => wire.act("logInAction", { id: cast.jane.signInId, password: castPassword }),
    "logging out": () => wire.send({ method: "POST", path: paths.logOut, cookie }),
  };
  const stranger = new Database(file, { timeout: 0 });
  stranger.exec("BEGIN EXCLUSIVE");
  // They wait for the lock one after another, for ten seconds each. The short form leaves one out.
  const all = Object.entries(writes);
  const waiting = rounds([all[0]!, all[2]!], all).map(async ([what, send]) => ({ what, answer: await send() }));
  for (const path of ["/healthz", paths.logIn, paths.account, paths.users]) {
    expect((await wire.send({ path, cookie })).status, path).toBe(200);
  }
  for (const { what, answer } of await Promise.all(waiting)) {
    expect([what, answer.status, answer.headers["retry-after"]]).toEqual([what, 503, expect.stringMatching(/^\d+$/)]);
    expect(answer.cookies, what).toEqual([]);
    if (what === "logging out") expect(answer.text).toContain("You are still logged in: the database did not answer.");
    else
      expect(actionResult(answer)).toMatchObject({ outcome: "unavailable", sentence: { key: "outcomes.unavailable" } });
  }
  stranger.exec("ROLLBACK");
  stranger.close();

  expect(await rowsOf(place.database, cast.account.id)).toEqual(before);
  expect(actionResult(await writes["adding a user"]()).outcome).toBe("done");
  await expect.poll(lastSeen).toBeGreaterThan(long);
  expect((await writes["logging out"]()).status).toBe(303);
  wire.close();
  await place.database.close();
  expect(await server.stop()).toBe(0);
  // The file of a stopped server contains everything: the WAL beside it is gone or empty.
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  rmSync(folder, { recursive: true });
});
