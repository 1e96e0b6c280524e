import type { Page } from "@playwright/test";
import { expect, expectTrue, test } from "@/e2e/fixtures";
import { choose, open, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { addExtra, castPassword } from "@/lib/testing/cast";

/** An action can be undone in its toast. */

const news = (page: Page, text: string) => page.getByRole("status").getByText(text);
const undo = (page: Page) => page.getByRole("status").getByRole("button", { name: "Undo", exact: true });

/** A toast stays while the pointer is over its place, so it is there even on a slow machine. */
const wait = (page: Page) => page.mouse.move(1200, 660);
const answer = (page: Page, name: string) =>
  page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();

test("Xavier undoes disabling, enabling and removing a user, each by its own operation", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { id, login } = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, login, "Disable");
  await answer(page, "Disable");
  await wait(page);
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Disabled");
  await undo(page).click();
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(rowOf(page, login)).not.toContainText("Disabled");
  await undo(page).click();
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await undo(page).click();
  await expect(news(page, `${login} is enabled`)).toBeVisible();

  await choose(page, login, "Remove");
  await answer(page, "Remove");
  await wait(page);
  await expect(news(page, `${login} is removed`)).toBeVisible();
  await expect(rowOf(page, login)).toHaveCount(0);
  await undo(page).click();
  await expect(news(page, `${login} is restored`)).toBeVisible();
  await expect(rowOf(page, login)).toHaveCount(1);
  await expect(undo(page)).toHaveCount(0);

  const lines = await installation.database.db.activity.findMany({ where: { subjectId: id }, orderBy: { seq: "asc" } });
  const verbs = ["add", "disable", "enable", "disable", "enable", "remove", "restore"];
  expect(lines.map(({ permission }) => permission)).toEqual(verbs.map((verb) => `users.${verb}`));
  await expectTrue(installation.database, cast.account.id);
});

test("Xavier undoes by the keyboard, and the focus stays in place", async ({ page, cast, signIn, installation }) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word(), out: "disable" });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const button = page.getByRole("button", { name: `Actions for ${login}`, exact: true });
  await choose(page, login, "Enable");
  await wait(page);
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(button).toBeFocused();
  // In a field, the keys undo only what was typed there.
  const search = page.getByRole("searchbox");
  await search.fill("x");
  await page.keyboard.press("Control+z");
  await expect(undo(page)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Enabled");
  await button.focus();
  await page.keyboard.press("Control+z");
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await expect(button).toBeFocused();

  // Only the button undoes an undo: held keys would switch back and forth.
  await page.keyboard.press("Control+z");
  await expect(rowOf(page, login)).toContainText("Disabled");
  await undo(page).focus();
  await page.keyboard.press("Enter");
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(button).toBeFocused();
});

test("A toast stays ten seconds, and as long as it has the focus or the pointer", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word(), out: "disable" });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, login, "Enable");
  await wait(page);
  await expect(undo(page)).toBeVisible();
  await undo(page).hover();
  await page.clock.install();
  await page.mouse.move(0, 0);
  await page.clock.runFor(9_000);
  await expect(undo(page)).toBeVisible();
  await undo(page).focus();
  await page.clock.runFor(60_000);
  await expect(undo(page)).toBeVisible();
  await page.getByRole("searchbox").focus();
  await undo(page).hover();
  await page.clock.runFor(60_000);
  await expect(undo(page)).toBeVisible();
  await page.mouse.move(0, 0);
  await page.clock.runFor(1_500);
  await expect(undo(page)).toHaveCount(0);
});

test("A change that another user made since is not undone", async ({ page, cast, signIn, installation }) => {
  const { id, login } = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, login, "Disable");
  await answer(page, "Disable");
  await wait(page);
  await expect(undo(page)).toBeVisible();
  await installation.database.writer.person.update({ where: { id }, data: { disabledAt: null, status: "enabled" } });
  await undo(page).click();
  await expect(news(page, `${login} is already enabled.`)).toBeVisible();
  await expect(undo(page)).toHaveCount(0);
  // The update did not write the counters, so it is reverted.
  await installation.database.writer.person.update({
    where: { id },
    data: { disabledAt: new Date(), status: "disabled" },
  });
});

test("Undoing an Administrator's disabling asks Xavier to re-authenticate, and continues", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "administrator" });
  const { id } = await signIn(cast.xavier);
  await installation.database.writer.session.update({
    where: { id },
    data: { provedAt: new Date(Date.now() - 11 * 60_000) },
  });
  await open(page, "/account/users");
  await choose(page, login, "Disable");
  await answer(page, "Disable");
  await wait(page);
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${login}`, exact: true }).focus();
  await page.keyboard.press("Control+z");
  const confirm = page.getByRole("dialog", { name: "Confirm it’s you" });
  await confirm.getByLabel("Password", { exact: true }).fill(castPassword);
  await confirm.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Enabled");
});
