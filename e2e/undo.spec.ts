import type { Page } from "@playwright/test";
import { expect, expectTrue, test } from "@/e2e/fixtures";
import { choose, open, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { addExtra, castPassword } from "@/lib/testing/cast";

/** What was done a moment ago can be taken back where it was told. */

const news = (page: Page, text: string) => page.getByRole("status").getByText(text);
const undo = (page: Page) => page.getByRole("status").getByRole("button", { name: "Undo", exact: true });

/** What is told stays while the pointer is where it stands: so it is there however slow the machine. */
const wait = (page: Page) => page.mouse.move(1200, 660);
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();

test("Xavier takes back that he disabled, enabled and removed a user, each by its own operation", async ({
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

test("Xavier, who undoes by the keyboard, finds the focus where it was", async ({ page, cast, signIn, installation }) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word(), out: "disable" });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const button = page.getByRole("button", { name: `Actions for ${login}`, exact: true });
  await choose(page, login, "Enable");
  await wait(page);
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(button).toBeFocused();
  // In a field the keys take back what was typed there, and nothing else.
  const search = page.getByRole("searchbox");
  await search.fill("x");
  await page.keyboard.press("Control+z");
  await expect(undo(page)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Enabled");
  await button.focus();
  await page.keyboard.press("Control+z");
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await expect(button).toBeFocused();

  // An undo is taken back by its button alone: keys that are held would go to and fro.
  await page.keyboard.press("Control+z");
  await expect(rowOf(page, login)).toContainText("Disabled");
  await undo(page).focus();
  await page.keyboard.press("Enter");
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(button).toBeFocused();
});

test("What is told stays ten seconds, and as long as the focus or the pointer is on it", async ({ page, cast, signIn, installation }) => {
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

test("What somebody else did in the meantime is not taken back", async ({ page, cast, signIn, installation }) => {
  const { id, login } = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, login, "Disable");
  await answer(page, "Disable");
  await wait(page);
  await expect(undo(page)).toBeVisible();
  await installation.database.writer.person.update({ where: { id }, data: { disabledAt: null, status: "enabled" } });
  await undo(page).click();
  await expect(news(page, `${login} is enabled already.`)).toBeVisible();
  await expect(undo(page)).toHaveCount(0);
  // The counters were not written with it.
  await installation.database.writer.person.update({ where: { id }, data: { disabledAt: new Date(), status: "disabled" } });
});

test("Taking back that an Administrator was shut out asks Xavier for a proof, and goes on", async ({ page, cast, signIn, installation }) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "administrator" });
  const { id } = await signIn(cast.xavier);
  await installation.database.writer.session.update({ where: { id }, data: { provedAt: new Date(Date.now() - 11 * 60_000) } });
  await open(page, "/account/users");
  await choose(page, login, "Disable");
  await answer(page, "Disable");
  await wait(page);
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${login}`, exact: true }).focus();
  await page.keyboard.press("Control+z");
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByLabel("Password", { exact: true }).fill(castPassword);
  await confirm.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Enabled");
});
