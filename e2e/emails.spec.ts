// Email with a real mail server, from an operation's row to the mailbox and to *Emails received*.
import { expect, test, soon } from "@/e2e/fixtures";
import { newDatabase } from "@/e2e/installation";
import { awake } from "@/e2e/person";
import { openDatabase } from "@/lib/database/db";
import { addCast, addMail, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startMailServer, type MailServer } from "@/lib/testing/mail-server";
import { startServer, type Place, type RunningServer } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { actionResult, wireTo } from "@/lib/testing/wire";
import type { Page } from "@playwright/test";

let remove: () => void;
let mail: MailServer;
let server: RunningServer;
let place: Place;
let cast: Cast;

test.beforeAll(async ({ installation }) => {
  const database = await newDatabase(installation.databaseUrl);
  const { databaseUrl } = database;
  remove = database.remove;
  mail = await startMailServer();
  server = await startServer({ databaseUrl, env: { STEWARD_MAIL: mail.url, STEWARD_BRAND: "Harbour" } });
  place = { ...server, database: openDatabase(databaseUrl) };
  cast = await addCast(place.database);
});

test.afterAll(async () => {
  expect(await server.stop()).toBe(0);
  expect(server.log()).not.toContain('"level":"error"');
  await place.database.close();
  await mail.close();
  remove();
});

/** Opens a page of this server as this user. */
async function openAs(page: Page, person: CastPerson, path: string) {
  const { token } = await startSession(place, person);
  await page
    .context()
    .addCookies([{ name: "steward-session", value: token, url: server.origin, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${server.origin}${path}`);
  await awake(page);
}

/** Causes an email in another account, so the server looks for due emails at once instead of within 15 seconds. */
async function wake(person: CastPerson) {
  const wire = wireTo(server.origin);
  expect(actionResult(await wire.act("requestPasswordResetAction", { id: person.signInId })).outcome).toBe("done");
  wire.close();
}

const stateOf = async (id: string) => (await place.database.db.mail.findUniqueOrThrow({ where: { id } })).state;
const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("cell") });

test("Notices about a user's login reach their mailbox and the Emails received of everyone who may see them", async ({
  page,
}) => {
  const { database } = place;
  const when = "2026-11-24T09:05:00.000Z";
  const ids = {
    xavier: await addMail(database, cast.xavier, {
      kind: "password-changed",
      params: { when, zone: "Europe/Brussels" },
    }),
    jane: await addMail(database, cast.jane, { kind: "factor-added", params: { name: "<b>My phone</b>", when } }),
    martin: await addMail(database, cast.martin, {
      kind: "new-device",
      params: { id: cast.martin.signInId, device: "Firefox on Linux", when },
    }),
  };
  await wake(cast.eve);
  for (const id of Object.values(ids)) await expect.poll(() => stateOf(id), soon).toBe("sent");
  expect(mail.mails.filter(({ to }) => to[0] !== cast.eve.email)).toHaveLength(3);
  const arrived = mail.mails.find(({ to }) => to[0] === cast.martin.email)!;
  expect(arrived).toMatchObject({
    subject: "A new device logged in as you",
    from: '"Harbour" <support@steward.example>',
    messageId: `<${ids.martin}@localhost>`,
  });
  expect(arrived.text).toContain(
    `You log in as: ${cast.martin.signInId}\nDevice: Firefox on Linux\nWhen: 24 November 2026 at 09:05 (UTC)`,
  );
  expect(arrived.html).toContain("</span>&nbsp;Harbour</td>");

  // Martin has the privilege None and sees only his own.
  await openAs(page, cast.martin, "/account/emails");
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("columnheader", { name: "To", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "A new device logged in as you", exact: true }).click();
  await expect(page.getByRole("heading", { name: "A new device logged in as you", exact: true })).toBeVisible();
  await expect(page.getByText("Device: Firefox on Linux")).toBeVisible();
  expect((await page.goto(`${server.origin}/account/emails/${ids.jane}`))?.status()).toBe(404);

  // An Administrator sees the users' emails, not the account holder's.
  await openAs(page, cast.rootB, "/account/emails");
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText(cast.xavier.email)).toHaveCount(0);
  expect((await page.goto(`${server.origin}/account/emails/${ids.xavier}`))?.status()).toBe(404);

  // The account holder sees all, searches, filters, and comes back.
  await openAs(page, cast.xavier, "/account/emails");
  await expect(rows(page)).toHaveCount(3);
  const search = page.getByRole("searchbox", { name: "Search by subject, username or email", exact: true });
  await search.fill("jan");
  await search.press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(cast.jane.email);
  await page.getByRole("link", { name: "A verification method was added to your login", exact: true }).click();
  // Text that users typed is not HTML.
  await expect(page.getByText("Name: <b>My phone</b>")).toBeVisible();
  await page.goBack();
  await search.fill("");
  await page.getByRole("combobox", { name: "About", exact: true }).selectOption("Password");
  await expect(page).toHaveURL(/about=password/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Your password was changed");
  await search.fill("no such mail");
  await search.press("Enter");
  await expect(page.getByRole("heading", { name: "No email matches “no such mail”", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search and filters", exact: true }).click();
  await expect(rows(page)).toHaveCount(3);
});

test("An email that failed says so in words", async ({ page }) => {
  const { database } = place;
  mail.behave("permanent");
  const refused = await addMail(database, cast.pia, { kind: "disabled" });
  await wake(cast.eve);
  await expect.poll(() => stateOf(refused), soon).toBe("failed");
  mail.behave("accept");
  await openAs(page, cast.xavier, "/account/emails?q=pia");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Failed");
  await openAs(page, cast.xavier, "/account/users?q=pia");
  await expect(page.getByRole("row").filter({ hasText: "pia" })).toContainText("Last email failed");
  await openAs(page, cast.xavier, "/account/emails?q=pia");
  await page.getByRole("link", { name: "Your access was disabled", exact: true }).click();
  await expect(page.getByText("The mail server refused it. The panel will not try to send it again.")).toBeVisible();
});

test("A mail server that never answers delays no request and no shutdown", async ({ installation }) => {
  mail.behave("silent");
  const { cookie } = await startSession(place, cast.xavier);
  const ids = await Promise.all(Array.from({ length: 20 }, () => addMail(place.database, cast.olga)));
  await wake(cast.eve);
  const tried = () => place.database.db.mail.count({ where: { id: { in: ids }, attempts: { gt: 0 } } });
  await expect.poll(tried, { timeout: 45_000, intervals: [50] }).toBeGreaterThan(0);
  const times: number[] = [];
  for (let n = 0; n < 10; n++) {
    const began = performance.now();
    expect((await fetch(`${server.origin}/account/emails`, { headers: { cookie } })).status).toBe(200);
    times.push(performance.now() - began);
  }
  expect(Math.max(...times)).toBeLessThan(3000);
  const began = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - began).toBeLessThan(5000);
  // Nothing was sent, so no email is uncertain or leased.
  expect(
    await place.database.db.mail.count({ where: { id: { in: ids }, state: "waiting", ticket: "", unsure: 0 } }),
  ).toBe(20);
  mail.behave("accept");
  server = await startServer({
    databaseUrl: server.databaseUrl,
    port: server.port,
    secret: server.secret,
    env: { STEWARD_MAIL: mail.url, STEWARD_BRAND: "Harbour" },
  });
  // Emails that were tried are due a minute later.
  await expect
    .poll(() => place.database.db.mail.count({ where: { id: { in: ids }, state: "sent" } }), soon)
    .toBeGreaterThan(15);
  expect(installation.origin).not.toBe(server.origin);
});

test("Two servers share the waiting emails, and each leaves once", async () => {
  const second = await startServer({ databaseUrl: server.databaseUrl, env: { STEWARD_MAIL: mail.url } });
  mail.mails.length = 0;
  mail.behave("thinking");
  const ids: string[] = [];
  for (let n = 0; n < 150; n++) ids.push(await addMail(place.database, cast.remo));
  await wake(cast.yvonne);
  await expect
    .poll(() => place.database.db.mail.count({ where: { id: { in: ids }, state: "sent" } }), { timeout: 60_000 })
    .toBe(150);
  const arrived = mail.mails.filter(({ to }) => to[0] === cast.remo.email).map(({ messageId }) => messageId);
  expect(arrived.toSorted()).toEqual(ids.map((id) => `<${id}@localhost>`).toSorted());
  expect(await second.stop()).toBe(0);
});
