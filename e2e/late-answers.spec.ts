import type { Page, Request } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { choose, fillNewUser, open, openMenu, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { addExtra } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** Dialogs and menus whose page disappears, and answers that come after nobody waits for them. */

const dialogOf = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const toast = (page: Page, text: string) => page.getByRole("status").getByText(text);

/** Holds back the answers to later requests, or to those that `isHeld` selects. `release` lets them pass; `sent` keeps the URLs. */
async function hold(page: Page, isHeld = (request: Request) => request.method() === "POST") {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const sent: string[] = [];
  await page.route("**/*", async (route) => {
    const request = route.request();
    if (!isHeld(request)) return route.fallback();
    sent.push(request.url());
    await held;
    await route.fallback();
  });
  return { sent, release: () => release() };
}

test("Back closes a dialog together with its page, and asks first if something was typed", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/services");
  await page.getByRole("link", { name: "My account", exact: true }).first().click();
  await page.getByRole("link", { name: "User management", exact: true }).click();
  await expect(page).toHaveURL(/\/account\/users$/);

  const dialog = await fillNewUser(page, { login: "kim" });
  await page.evaluate(() => history.back());
  const question = page.getByRole("alertdialog", { name: "Discard what you typed?", exact: true });
  await expect(question.getByRole("button", { name: "Stay", exact: true }).last()).toBeFocused();
  await expect(page).toHaveURL(/\/account\/users$/);
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(dialog.getByLabel("ID", { exact: true })).toHaveValue("kim");

  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Discard", exact: true }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "General information", exact: true })).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(/\/account\/users$/);
  await expect(rowOf(page, "jane")).toBeVisible();
  await expect(dialog).toHaveCount(0);

  // When the whole page would go, the browser asks.
  await fillNewUser(page, { login: "kim" });
  const asked = new Promise<string>((resolve) =>
    page.once("dialog", async (question) => (resolve(question.type()), question.dismiss())),
  );
  await page.evaluate(() => location.reload());
  expect(await asked).toBe("beforeunload");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();

  // Without typed text, neither a dialog nor a menu asks.
  await page.getByRole("combobox", { name: "Privilege", exact: true }).selectOption("User");
  await expect(page).toHaveURL(/privilege=user/);
  await choose(page, "jane", "Edit");
  await page.goBack();
  await expect(page).toHaveURL(/\/account\/users$/);
  await expect(dialogOf(page, "Edit jane")).toHaveCount(0);
  await page.getByRole("button", { name: "Xavier Xu", exact: true }).click();
  await page.goForward();
  await expect(page).toHaveURL(/privilege=user/);
  await expect(page.getByRole("menuitem", { name: "Log out", exact: true })).toBeHidden();
  // Search words are no loss.
  await page.keyboard.press("Control+k");
  const palette = dialogOf(page, "Find or do");
  await palette.getByRole("combobox").fill("jane");
  await page.goBack();
  await expect(page).toHaveURL(/\/account\/users$/);
  await expect(palette).toHaveCount(0);
});

test("A refusal is shown after its dialog was closed, and closes nothing that was opened since", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const dialog = await fillNewUser(page, { login: "jane" });
  const { release } = await hold(page);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Add a user", exact: true }).click();
  await dialog.getByLabel("ID", { exact: true }).fill("newUser.else");
  release();
  const notice = toast(page, "jane already exists in this account");
  await expect(notice).toBeVisible();
  // The toast is above the dialog, not below it.
  const close = dialog.locator(".toast").getByRole("button", { name: "Dismiss", exact: true });
  await close.click();
  await expect(notice).toHaveCount(0);
  await expect(dialog.getByLabel("ID", { exact: true })).toHaveValue("newUser.else");
});

test("When the answer of Add a user is lost, a second Confirm says that the user exists, and there is only one", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const dialog = await fillNewUser(page, { login: "kim" });
  const confirm = dialog.getByRole("button", { name: "Confirm", exact: true });
  await page.route("**/account/users", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await confirm.click();
  await expect(dialog.getByRole("alert")).toContainText("this may or may not have been saved");
  await page.unroute("**/account/users");
  await confirm.click();
  await expect(dialog).toHaveCount(0);
  const notice = page.locator(".toast");
  await expect(notice).toContainText("kim was already added");
  await expect(notice).toContainText("Your first attempt was saved. Nothing was added twice.");
  await expect(notice.getByRole("button", { name: "Copy sign-in instructions", exact: true })).toBeVisible();
  await expect(rowOf(page, "kim")).toHaveCount(1);
  const where = { accountId: cast.account.id, permission: "users.add", subjectName: "kim" };
  expect(await installation.database.db.activity.count({ where })).toBe(1);
});

test("Ending a session by a double click ends only one, and reports no session that has already ended", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { id, login } = await addExtra(installation.database, cast.xavier, { login: word() });
  const user = { ...cast.jane, id };
  await startSession(installation, user);
  await startSession(installation, user);
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, login, "Sessions");
  const dialog = dialogOf(page, `Sessions of ${login}`);
  const ends = dialog.getByRole("button", { name: /^End the session/ });
  await expect(ends).toHaveCount(2);
  await ends.first().dblclick();
  await expect(ends).toHaveCount(1);
  await expect(dialog.getByText("has already ended")).toHaveCount(0);
  expect(await installation.database.db.session.count({ where: { personId: id } })).toBe(1);
});

test("An open menu keeps its user as they were, and closes when their row disappears", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const [first, second] = [word(), word()];
  for (const login of [first, second]) await addExtra(installation.database, cast.xavier, { login, out: "disable" });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const enable = async (login: string) => {
    const { release } = await hold(page);
    await choose(page, login, "Enable");
    const menu = await openMenu(page, login);
    release();
    await expect(toast(page, `${login} is enabled`)).toBeVisible();
    await page.unrouteAll();
    return menu;
  };

  const menu = await enable(first);
  await expect(rowOf(page, first)).toContainText("Enabled");
  await expect(menu.getByRole("menuitem", { name: "Enable", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect((await openMenu(page, first)).getByRole("menuitem", { name: "Disable", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");

  await open(page, "/account/users?status=disabled");
  await enable(second);
  await expect(rowOf(page, second)).toHaveCount(0);
  await expect(page.getByRole("menuitem", { name: "Remove", exact: true })).toBeHidden();
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeFocused();
});

test("What is typed while a filter's answer is loading stays, and Back restores the values of the URL", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await open(page, "/account/users");
  const choice = (name: string) => page.getByRole("combobox", { name, exact: true });
  const [search, status, rows] = [page.getByRole("searchbox"), choice("Status"), choice("Rows")];
  const { release } = await hold(page, (request) => request.url().includes("status=disabled"));
  await status.selectOption("Disabled");
  await search.fill("jane");
  release();
  await expect(page).toHaveURL(/status=disabled/);
  await expect(rowOf(page, "jane")).toHaveCount(0);
  await expect(search).toHaveValue("jane");
  await page.goBack();
  await expect(status).toHaveValue("");
  await expect(search).toHaveValue("");

  // The control that asked keeps the focus.
  await rows.focus();
  await rows.selectOption("50");
  await expect(page).toHaveURL(/size=50/);
  await expect(rows).toBeFocused();
  await expect(rows).toHaveValue("50");
  await page.goBack();
  await expect(rows).toHaveValue("25");
});

test("The buttons of Disable stay in place when the open sessions are known", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const { release } = await hold(page);
  await choose(page, login, "Disable");
  const question = page.getByRole("alertdialog");
  const button = question.getByRole("button", { name: "Disable", exact: true });
  await expect(question.getByText("Looking up open sessions…", { exact: true })).toBeVisible();
  const before = await button.boundingBox();
  release();
  await expect(question.getByText("No session is open.")).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
});
