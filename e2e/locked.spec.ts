// The server while another program keeps its SQLite file locked: reads go on, and whoever would write is told so.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { word } from "@/e2e/samples";
import { openDatabase } from "@/lib/database/db";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, castPassword } from "@/lib/testing/cast";
import { startServer, type Place } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { told, wireTo } from "@/lib/testing/wire";

test("While SQLite is locked pages are shown, writes are told so and leave nothing; then the same server goes on", async ({ installation }) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "steward-locked-"));
  const file = join(folder, "steward.db");
  const server = await startServer({ databaseUrl: `file:${file}`, secret: installation.secret });
  const wire = wireTo(server.origin);
  const place: Place = { ...installation, ...server, database: openDatabase(`file:${file}`) };
  const cast = await addCast(place.database);
  // So long ago that a page notes that the session was used, and would wait for the lock with it.
  const { id, cookie } = await startSession(place, cast.xavier, { lastSeenAt: new Date(Date.now() - 120_000) });
  const lastSeen = async () => (await place.database.db.session.findUniqueOrThrow({ where: { id } })).lastSeenAt.getTime();
  const long = await lastSeen();
  const before = await rowsOf(place.database, cast.account.id);

  const login = word();
  const user = { login, email: "new@example.com", password: "Harbour-Violin-92-Meadow", privilege: "user", description: "" };
  const writes = {
    "adding a user": () => wire.act("addUserAction", user, { cookie }),
    "logging in": () => wire.act("logInAction", { id: cast.jane.signInId, password: castPassword }),
    "logging out": () => wire.send({ method: "POST", path: paths.logOut, cookie }),
  };
  const stranger = new Database(file, { timeout: 0 });
  stranger.exec("BEGIN EXCLUSIVE");
  const waiting = Object.entries(writes).map(async ([what, send]) => ({ what, answer: await send() }));
  for (const path of ["/healthz", paths.logIn, paths.account, paths.users]) {
    expect((await wire.send({ path, cookie })).status, path).toBe(200);
  }
  for (const { what, answer } of await Promise.all(waiting)) {
    expect([what, answer.status, answer.headers["retry-after"]]).toEqual([what, 503, expect.stringMatching(/^\d+$/)]);
    expect(answer.cookies, what).toEqual([]);
    if (what === "logging out") expect(answer.text).toContain("You are still logged in: the database did not answer.");
    else expect(told(answer)).toMatchObject({ outcome: "unavailable", sentence: { key: "outcomes.unavailable" } });
  }
  stranger.exec("ROLLBACK");
  stranger.close();

  expect(await rowsOf(place.database, cast.account.id)).toEqual(before);
  expect(told(await writes["adding a user"]()).outcome).toBe("done");
  await expect.poll(lastSeen).toBeGreaterThan(long);
  expect((await writes["logging out"]()).status).toBe(303);
  wire.close();
  await place.database.close();
  expect(await server.stop()).toBe(0);
  // Whoever copies the file of a server that was stopped has everything: beside it nothing is left, or an empty file.
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  rmSync(folder, { recursive: true });
});
