import type { Page } from "@playwright/test";
import { violations } from "@/e2e/axe";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { choose, fillNewUser, logIn, open, passwords, rowOf } from "@/e2e/person";
import { addCast, addExtra, castPassword } from "@/lib/testing/cast";
import { seedUsers } from "@/lib/testing/seed-users";
import { startSession } from "@/lib/testing/sessions";

/** Back, forward, reload, and the same user in two tabs. */

const logins = (page: Page) => page.locator(".cell-name b").allInnerTexts();

test("Martin goes back, forward and reloads, and the list and its fields follow the URL", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await open(page, "/account/users");
  const status = page.getByRole("combobox", { name: "Status", exact: true });
  await status.selectOption("Disabled");
  await expect(page).toHaveURL(/status=disabled/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Username", exact: true }).click();
  await expect(page).toHaveURL(/sort=username/);
  await page.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Activity", exact: true })).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(/sort=username/);
  await expect(status).toHaveValue("disabled");
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=username/);
  await expect(status).toHaveValue("disabled");
  await page.goBack();
  await expect(rowOf(page, "jane")).toBeVisible();
  await expect(status).toHaveValue("");
  await page.goForward();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(status).toHaveValue("disabled");
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(status).toHaveValue("disabled");
});

test("Xavier logs out in one tab, logs in again over the form in the other, and the form is sent", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const dialog = await fillNewUser(page, { login: "kim", description: "Night shift" });
  const second = await page.context().newPage();
  await open(second, "/account/users?status=disabled");
  await second.getByRole("button", { name: "Xavier Xu", exact: true }).click();
  await second.getByRole("menuitem", { name: "Log out", exact: true }).click();
  await expect(second.getByText("You are logged out.")).toBeVisible();
  await second.close();

  const confirm = dialog.getByRole("button", { name: "Confirm", exact: true });
  await confirm.click();
  const again = page.getByRole("dialog", { name: "You were logged out", exact: true });
  await expect(again.getByLabel("ID or email", { exact: true })).toHaveValue(cast.account.digitalId);
  await expect(again.getByLabel("Password", { exact: true })).toBeFocused();

  // After cancelling, he is told so, has lost nothing, and can still log in again.
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("Nothing was saved: you are logged out.")).toBeVisible();
  await expect(confirm).toBeFocused();
  await expect(dialog.getByLabel("Description", { exact: true })).toHaveValue("Night shift");
  await confirm.click();
  await again.getByLabel("Password", { exact: true }).fill("not the password");
  await again.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(again.getByText("do not match")).toBeVisible();
  await again.getByLabel("Password", { exact: true }).fill(castPassword);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("kim is added")).toBeVisible();
  await expect(again).toBeHidden();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
  await page.goForward();
  await expect(rowOf(page, "kim")).toHaveCount(1);
});

test("Jane, whose password another user has set, sets her own over the form, which is then saved", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { writer, db } = installation.database;
  const jane = await addExtra(installation.database, cast.xavier, { login: "jane.due" });
  await signIn(jane);
  await open(page, "/account");
  const name = page.getByLabel("Display name", { exact: true });
  await name.fill("Jane of the night");
  await writer.session.deleteMany({ where: { personId: jane.id } });
  await writer.person.update({ where: { id: jane.id }, data: { changeDue: true, status: "change-due" } });
  await page
    .getByRole("region", { name: "Your profile", exact: true })
    .getByRole("button", { name: "Save", exact: true })
    .click();
  await page
    .getByRole("dialog", { name: "You were logged out", exact: true })
    .getByLabel("Password", { exact: true })
    .fill(castPassword);
  await page.keyboard.press("Enter");
  const renewal = page.getByRole("dialog", { name: "Set a new password", exact: true });
  await expect(renewal.getByLabel("New password", { exact: true })).toBeFocused();
  await renewal.getByLabel("New password", { exact: true }).fill(passwords.own);
  await renewal.getByLabel("Repeat the new password", { exact: true }).fill(passwords.own);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("Saved")).toBeVisible();
  await expect(page).toHaveURL(/\/account$/);
  await expect(name).toHaveValue("Jane of the night");
  const after = await db.person.findUniqueOrThrow({ where: { id: jane.id } });
  expect([after.displayName, after.changeDue]).toEqual(["Jane of the night", false]);
});

test("Martin, who logs in over Jane's form, sends nothing of hers", async ({ page, cast, signIn, installation }) => {
  const { writer, db } = installation.database;
  const session = await signIn(cast.jane);
  await open(page, "/account");
  await page.getByLabel("Display name", { exact: true }).fill("Not for Martin");
  await writer.session.delete({ where: { id: session.id } });
  await page
    .getByRole("region", { name: "Your profile", exact: true })
    .getByRole("button", { name: "Save", exact: true })
    .click();
  const again = page.getByRole("dialog", { name: "You were logged out", exact: true });
  await again.getByLabel("ID or email", { exact: true }).fill(cast.martin.signInId);
  await again.getByLabel("Password", { exact: true }).fill(castPassword);
  await page.keyboard.press("Enter");
  const refused = page.getByRole("main").getByRole("alert");
  await expect(refused).toContainText(
    `In this browser you are now logged in as ${cast.martin.signInId}. Nothing was changed.`,
  );
  await expect(page.getByLabel("Display name", { exact: true })).toHaveValue("Not for Martin");
  await refused.getByRole("link", { name: "Load the page again", exact: true }).click();
  await expect(page.getByRole("button", { name: "martin", exact: true })).toBeVisible();
  await expect(page.getByLabel("Display name", { exact: true })).toHaveValue("");
  expect(await db.person.count({ where: { displayName: "Not for Martin" } })).toBe(0);
});

test("Eve, who logs in in one tab, changes nothing through root.b's other open tabs", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { database } = installation;
  const [users, account, security] = [page, await page.context().newPage(), await page.context().newPage()];
  await startSession(installation, cast.rootB);
  await startSession(installation, cast.eve);
  await signIn(cast.rootB);
  await open(users, "/account/users");
  await open(account, "/account");
  await open(security, "/account/security");
  const organisation = account.getByLabel("Organisation", { exact: true });
  await organisation.fill("Not for Yang");
  await users.bringToFront();
  const adding = await fillNewUser(users, { login: "kim", description: "Night shift" });
  const last = await page.context().newPage();
  await logIn(last, cast.eve.signInId, castPassword);
  await last.close();
  const before = await rowsOf(database, cast.account.id, cast.other.id);
  const sentence = `In this browser you are now logged in as ${cast.eve.signInId}. Nothing was changed.`;

  await adding.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(adding.getByRole("alert")).toContainText(sentence);
  await expect(adding.getByLabel("Description", { exact: true })).toHaveValue("Night shift");
  await expect(adding.getByLabel("Password", { exact: true })).toHaveValue(passwords.first);
  expect(await violations(users)).toEqual([]);
  await adding.getByRole("button", { name: "Cancel", exact: true }).click();
  await choose(users, "jane", "Sessions");
  const sessions = users.getByRole("dialog", { name: "Sessions of jane", exact: true });
  await expect(sessions.getByRole("alert")).toContainText(sentence);
  await users.keyboard.press("Escape");
  await choose(users, "jane", "Disable");
  const disabling = users.getByRole("alertdialog");
  await disabling.getByRole("button", { name: "Disable", exact: true }).click();
  // The list of jane's sessions is refused too, sooner or later than the press.
  await expect(disabling.getByRole("alert").filter({ hasText: sentence }).first()).toBeVisible();

  await account.bringToFront();
  const details = account.getByRole("region", { name: "Account", exact: true });
  await details.getByRole("button", { name: "Save", exact: true }).click();
  await expect(details.getByRole("alert")).toContainText(sentence);
  await expect(organisation).toHaveValue("Not for Yang");
  expect(await violations(account)).toEqual([]);

  await security.bringToFront();
  await security.getByRole("button", { name: "End all other sessions", exact: true }).click();
  const toast = security.getByRole("status").filter({ hasText: sentence });
  await expect(toast).toBeVisible();
  expect(await violations(security)).toEqual([]);
  expect(await rowsOf(database, cast.account.id, cast.other.id)).toEqual(before);

  await toast.getByRole("link", { name: "Load the page again", exact: true }).click();
  await expect(security.getByRole("button", { name: "eve", exact: true })).toBeVisible();
  await account.bringToFront();
  await details.getByRole("link", { name: "Load the page again", exact: true }).click();
  await expect(organisation).toHaveValue("Yang Ltd");
});

test("Xavier, who removed a user in one tab, is told so in the other", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const second = await page.context().newPage();
  await open(second, "/account/users");
  await choose(second, "martin", "Edit");
  // As a user does. A background tab may render late, and a click waits until its target stands still.
  await page.bringToFront();
  await choose(page, "martin", "Remove");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(rowOf(page, "martin")).toHaveCount(0);
  await second.bringToFront();
  const edit = second.getByRole("dialog", { name: "Edit martin", exact: true });
  await edit.getByLabel("Description", { exact: true }).fill("Reads the invoices");
  await edit.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(edit.getByText("This user was already removed. Nothing was changed.")).toBeVisible();
  await edit.getByRole("button", { name: "Cancel", exact: true }).click();
  await choose(second, "olga", "Enable");
  await expect(second.getByRole("status").getByText("olga is enabled")).toBeVisible();
  await page.bringToFront();
  await choose(page, "olga", "Enable");
  await expect(page.getByRole("status").getByText("olga is already enabled.")).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`Martin pages both ways while users come and go, and sees each other user once, ${how} JavaScript`, async ({
    browser,
    installation,
  }) => {
    const { account, martin } = await addCast(installation.database);
    await seedUsers(installation.database, account.id, 70);
    const context = await browser.newContext({ javaScriptEnabled });
    const { token, cookie } = await startSession(installation, martin);
    await context.addCookies([{ name: cookie.slice(0, cookie.indexOf("=")), value: token, url: installation.origin }]);
    const page = await context.newPage();
    const { db, transaction } = installation.database;
    const where = { accountId: account.id, kind: "user", removed: false };
    const all = async () => {
      const people = await db.person.findMany({ where, orderBy: [{ loginKey: "asc" }, { id: "asc" }] });
      return people.map(({ login }) => login!);
    };
    const step = async (name: "Next" | "Previous") => {
      const first = (await logins(page))[0]!;
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.locator(".cell-name b").first()).not.toHaveText(first);
      return logins(page);
    };

    await page.goto(`${installation.origin}/account/users?sort=username`);
    const began = await all();
    const shown = [await logins(page), await step("Next")];
    expect(shown.flat().map(bare)).toEqual(began.slice(0, 50));

    // The last user of this page is removed, and others are added before and after.
    const gone = await db.person.findFirstOrThrow({ where: { accountId: account.id, login: bare(shown[1]!.at(-1)!) } });
    const removal = { removed: true, removedAt: new Date(), status: "removed" };
    await transaction((tx) => tx.person.update({ where: { id: gone.id }, data: removal }));
    await seedUsers(installation.database, account.id, 10);
    const now = await all();
    const rest = await step("Next");
    expect(rest.map(bare)).toEqual(now.filter((login) => key(login) > key(gone.login!)).slice(0, 25));

    const back = await step("Previous");
    expect(back.map(bare)).toEqual(now.filter((login) => key(login) < key(bare(rest[0]!))).slice(-25));
    const first = await step("Previous");
    expect(new Set([...first, ...back]).size).toBe(first.length + back.length);
    await context.close();
  });
}

/** A login without the mark of the own row. */
const bare = (shown: string) => shown.replace(/^martin\s*you$/, "martin");
const key = (login: string) => login.toLowerCase();
