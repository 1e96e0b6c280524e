// No customer's request, and no single request, stops the server for others.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { giveApp } from "@/e2e/factors";
import { expect, test, soon } from "@/e2e/fixtures";
import { openDatabase } from "@/lib/database/db";
import { paths } from "@/lib/isomorphic/paths";
import { newId } from "@/lib/security/tokens";
import { castPassword, type CastPerson } from "@/lib/testing/cast";
import { newFolder } from "@/lib/testing/folders";
import { startServer, type Place } from "@/lib/testing/servers";
import { sessionCookie } from "@/lib/testing/sessions";
import { actionResult, wireTo } from "@/lib/testing/wire";

test("An account holder without users may require two-factor: the server continues, stops on request, and starts again", async ({
  installation,
}) => {
  const folder = newFolder("steward-jobs");
  const databaseUrl = `file:${join(folder, "steward.db")}`;
  let server = await startServer({ databaseUrl, secret: installation.secret });
  const wire = wireTo(server.origin);
  const place: Place = { ...installation, ...server, database: openDatabase(databaseUrl) };
  const { db, writer } = place.database;

  const form = {
    firstName: "Nora",
    lastName: "Nil",
    organisation: "",
    email: "nora@example.com",
    password: castPassword,
  };
  const { cookies } = await wire.act("signUpAction", form);
  const cookie = cookies.find((each) => each.startsWith(`${sessionCookie(server.origin)}=`))!;
  const account = await db.account.findFirstOrThrow();
  await giveApp(place, { id: account.holderId, account } as unknown as CastPerson);
  // Requires an earlier delivered email, because users who set up two-factor authentication confirm by email.
  const now = new Date();
  await writer.mail.create({
    data: {
      id: newId(),
      recipient: "nora@example.com",
      kind: "codes-made",
      language: "en",
      params: "{}",
      state: "sent",
      dueAt: now,
      createdAt: now,
      sentAt: now,
    },
  });
  expect(
    actionResult(await wire.act("requireTwoFactorAction", { for: "writers", days: "0" }, { cookie })).outcome,
  ).toBe("done");

  // The background work handles it within two seconds.
  await expect.poll(async () => (await db.account.findFirstOrThrow()).twoFactorTold, soon).toBeNull();
  for (let time = 0; time < 5; time++) expect((await wire.send({ path: "/healthz" })).status).toBe(200);
  expect((await wire.send({ path: paths.security, cookie })).status).toBe(200);
  expect(await db.activity.count({ where: { permission: "account.tell-two-factor" } })).toBe(0);
  expect(await server.stop()).toBe(0);

  server = await startServer({ databaseUrl, secret: installation.secret, port: server.port });
  expect((await wire.send({ path: paths.security, cookie })).status).toBe(200);
  expect(await server.stop()).toBe(0);
  wire.close();
  await place.database.close();
  rmSync(folder, { recursive: true });
});

test("A body full of combining marks takes no longer than one of letters", async ({ wire }) => {
  const dear = `a${"\u0301".repeat(60_000)}${"\u0316".repeat(60_000)}`;
  const timeOf = async (password: string) => {
    const start = performance.now();
    const answer = actionResult(await wire.act("logInAction", { id: "1234-567-89", password }));
    expect([answer.outcome, answer.fields?.password?.key]).toEqual(["invalid", "errors.password.long"]);
    return performance.now() - start;
  };
  const best = async (password: string) =>
    Math.min(await timeOf(password), await timeOf(password), await timeOf(password));
  // The letters are as many bytes. Normalizing the marks took seconds.
  expect(await best(dear)).toBeLessThan(3 * (await best("a".repeat(240_001))) + 500);
});
