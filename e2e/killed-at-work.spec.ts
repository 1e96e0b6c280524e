// kill -9 of a server during background work: it continues after a restart, and nothing is lost.
import { expect, expectTrue, test, soon } from "@/e2e/fixtures";
import { newDatabase } from "@/e2e/installation";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { verifyChain } from "@/lib/access/audit";
import { openDatabase } from "@/lib/database/db";
import { newId } from "@/lib/security/tokens";
import { addCast, addExtra } from "@/lib/testing/cast";
import { addLines } from "@/lib/testing/lines";
import { startMailServer } from "@/lib/testing/mail-server";
import { startServer } from "@/lib/testing/servers";

test("A server killed while erasing a user continues after a restart, even beside another server", async ({
  installation,
}) => {
  test.setTimeout(120_000);
  const { databaseUrl, remove } = await newDatabase(installation.databaseUrl);
  const options = { databaseUrl, secret: installation.secret };
  const database = openDatabase(databaseUrl);
  const { db } = database;
  const { account, xavier } = await addCast(database);
  const user = await addExtra(database, xavier, { login: word(), privilege: "administrator", out: "remove" });
  const by = { id: user.id, name: user.login };
  await addLines(
    { database },
    account.id,
    Array.from({ length: 3000 }, () => ({ at: new Date(), permission: "account.edit" as const, by })),
  );
  await database.writer.person.update({
    where: { id: user.id },
    data: { removedAt: new Date(Date.now() - 31 * 86_400_000) },
  });

  const remaining = () => db.activity.count({ where: { accountId: account.id, byId: user.id, bySalt: { not: null } } });
  const server = await startServer(options);
  await expect.poll(remaining, { intervals: [5], timeout: 30_000 }).toBeLessThan(3000);
  await server.kill();
  const rest = await remaining();
  expect(rest, "it was killed in the middle").toBeGreaterThan(0);
  expect(await db.person.count({ where: { id: user.id } })).toBe(0);
  expect((await verifyChain(db, account.id)).brokenAt).toBeNull();

  const both = await Promise.all([startServer(options), startServer(options)]);
  await expect.poll(async () => [await remaining(), await db.erasure.count()], soon).toEqual([0, 0]);
  expect(await db.activity.count({ where: { accountId: account.id, permission: "users.erase" } })).toBe(1);
  await expectTrue(database, account.id);
  for (const each of both) {
    await each.stop();
    expect(each.log()).not.toContain('"level":"error"');
  }
  await database.close();
  remove();
});

test("A server killed while sending loses no email, and sends each at most once more", async ({ installation }, {
  annotations,
}) => {
  test.setTimeout(rounds(120_000, 900_000));
  const { databaseUrl, remove } = await newDatabase(installation.databaseUrl);
  // The mail server answers slowly, so that a kill often interrupts an email.
  const mail = await startMailServer();
  mail.behave("thinking");
  const options = { databaseUrl, secret: installation.secret, env: { STEWARD_MAIL: mail.url } };
  const database = openDatabase(databaseUrl);
  const { jane, account } = await addCast(database);
  const [mails, kills] = [rounds(40, 1000), rounds(2, 50)];
  const now = Date.now();
  await database.writer.mail.createMany({
    data: Array.from({ length: mails }, (_, n) => ({
      id: newId(),
      accountId: account.id,
      personId: jane.id,
      recipient: jane.email,
      kind: "new-device",
      language: "en",
      params: "{}",
      state: "waiting",
      dueAt: new Date(now - mails + n),
      createdAt: new Date(now - mails + n),
    })),
  });

  for (let kill = 0; kill < kills; kill++) {
    const before = mail.mails.length;
    const server = await startServer(options);
    await expect
      .poll(() => mail.mails.length - before, { intervals: [1], timeout: 60_000 })
      .toBeGreaterThanOrEqual(1 + (kill % Math.floor(mails / kills / 2)));
    await server.kill();
  }
  // Emails in progress become free when their lease ends.
  const held = await database.writer.mail.updateMany({
    where: { state: "waiting", ticket: { not: "" } },
    data: { dueAt: new Date() },
  });
  const server = await startServer(options);
  await expect.poll(() => database.db.mail.count({ where: { state: "waiting" } }), { timeout: 120_000 }).toBe(0);
  await server.stop();

  const times = new Map<string, number>();
  for (const { messageId } of mail.mails) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  const doubled = [...times.values()].filter((each) => each > 1).length;
  const lost = mails - times.size;
  annotations.push({
    type: "figures",
    description: `${mails} mails, ${kills} kills: ${held.count} met by a kill, ${lost} lost, ${doubled} doubled`,
  });
  console.log(annotations.at(-1)?.description);
  expect(await database.db.mail.count({ where: { state: "sent", secret: null, ticket: "" } })).toBe(mails);
  expect(lost).toBe(0);
  expect(Math.max(...times.values())).toBeLessThanOrEqual(2);
  // At most two are in progress at once.
  expect(doubled).toBeLessThanOrEqual(2 * kills);
  expect(held.count).toBeLessThanOrEqual(2 * kills);
  await database.close();
  await mail.close();
  remove();
});
