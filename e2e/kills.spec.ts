// kill -9 of a server during writes: what it acknowledged is stored, and nothing is half done.
import { expect, expectTrue, test } from "@/e2e/fixtures";
import { newDatabase } from "@/e2e/installation";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { openDatabase } from "@/lib/database/db";
import { addCast, addExtra } from "@/lib/testing/cast";
import { startServer, type Place } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { actionResult, wireTo } from "@/lib/testing/wire";

test("A server killed during writes loses nothing that it acknowledged, and leaves nothing half done", async ({
  installation,
}) => {
  test.setTimeout(rounds(120_000, 1_200_000));
  const { databaseUrl, remove } = await newDatabase(installation.databaseUrl);
  // One person makes more changes here than anyone could by hand.
  const options = { databaseUrl, secret: installation.secret, env: { STEWARD_CHANGES_PER_PERSON: "100000" } };
  let server = await startServer(options);
  const place: Place = { ...installation, ...server, database: openDatabase(databaseUrl) };
  const { database } = place;
  const { xavier, account } = await addCast(database);
  const { cookie } = await startSession(place, xavier);
  const users = await Promise.all(Array.from({ length: 6 }, () => addExtra(database, xavier, { login: word() })));

  const added = new Set<string>();
  const edited = new Map<string, { least: number; most: number }>(users.map(({ id }) => [id, { least: 0, most: 0 }]));
  for (let kill = 0; kill < rounds(1, 20); kill++) {
    const wire = wireTo(server.origin);
    const before = added.size;
    let [running, writes] = [true, 0];
    const add = async () => {
      while (running) {
        const login = word();
        const fields = {
          login,
          email: `${login}@example.com`,
          password: "Harbour-Violin-92-Meadow",
          privilege: "none",
          description: "",
        };
        const answer = await wire.act("addUserAction", fields, { cookie }).then(actionResult, () => null);
        if (answer?.outcome === "done") added.add(login);
        else running &&= answer === null;
      }
    };
    const edit = async ({ id, email }: { id: string; email: string }) => {
      const seen = edited.get(id)!;
      while (running) {
        const version = seen.most;
        const fields = { id, version: String(version), email, privilege: "user", description: word() };
        seen.most = version + 1;
        const answer = await wire.act("editUserAction", fields, { cookie }).then(actionResult, () => null);
        if (answer?.outcome !== "done") return;
        seen.least = version + 1;
        writes += 1;
      }
    };
    const work = [add(), add(), ...users.map(edit)];
    await expect.poll(() => added.size > before + 1 && writes > 20, { intervals: [10], timeout: 60_000 }).toBe(true);
    await server.kill();
    running = false;
    await Promise.all(work);
    wire.close();

    server = await startServer(options);
    const { people, lines } = await written(place, account.id);
    expect(
      [...added].filter((login) => !people.has(login)),
      "acknowledged minus present",
    ).toEqual([]);
    for (const { id, login } of users) {
      const { least, most } = edited.get(id)!;
      const version = people.get(login)!;
      expect(version).toBeGreaterThanOrEqual(least);
      expect(version).toBeLessThanOrEqual(most);
      expect(lines.get(id) ?? 0, "each edit has its line").toBe(version);
      edited.set(id, { least: version, most: version });
    }
    await expectTrue(database, account.id);
  }
  await server.stop();
  await database.close();
  remove();
});

/** The version of each user, and the number of entries about their edits. */
async function written({ database }: Place, accountId: number) {
  const people = await database.db.person.findMany({
    where: { accountId, kind: "user" },
    select: { login: true, version: true },
  });
  const edits = await database.db.activity.findMany({
    where: { accountId, permission: "users.edit" },
    select: { subjectId: true },
  });
  const lines = new Map<string, number>();
  for (const { subjectId } of edits) lines.set(subjectId, (lines.get(subjectId) ?? 0) + 1);
  return { people: new Map(people.map(({ login, version }) => [login, version])), lines };
}
